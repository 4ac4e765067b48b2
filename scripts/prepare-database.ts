import { layOutQueues } from "@/lib/jobs/queues"
import { jobs } from "@/lib/jobs/registry"
import { installJobs } from "@/scripts/jobs-schema"
import { migrate } from "@/scripts/migrations"

/** Brings a database to where this version of the code can run on it; answers the names of the migrations applied. */
export async function prepareDatabase(url: string): Promise<string[]> {
  const applied = await migrate(url)
  await installJobs(url, (boss) => layOutQueues(boss, jobs))
  return applied
}
