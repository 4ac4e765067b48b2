import type { PgBoss } from "pg-boss"
import type { Job } from "@/lib/jobs/job"

/** A worker that says nothing for this long is dead, and its jobs go to another. */
const heartbeatSeconds = 10
const keptSeconds = 2 * 24 * 60 * 60
const longestRetryDelaySeconds = 600

/** Makes what is missing, brings the rest up to date and forgets schedules that are no more. As the migrating role. */
export async function layOutQueues(boss: PgBoss, jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) await layOutQueue(boss, job)
  for (const { name, key } of await boss.getSchedules()) {
    if (!jobs.some((job) => job.name === name && job.schedule)) await boss.unschedule(name, key)
  }
}

async function layOutQueue(boss: PgBoss, job: Job): Promise<void> {
  const options = {
    notify: true,
    heartbeatSeconds,
    retryLimit: job.retries,
    retryDelay: job.retryDelaySeconds ?? 3,
    ...(job.steady ? { retryBackoff: false } : { retryBackoff: true, retryDelayMax: longestRetryDelaySeconds }),
    expireInSeconds: (job.longestMinutes ?? 15) * 60,
    deleteAfterSeconds: keptSeconds,
  }
  const existing = await boss.getQueue(job.name)
  if (existing && existing.policy !== job.policy) {
    throw new Error(
      `Job ${job.name} is ${existing.policy} in this database: a job of another policy needs another name`,
    )
  }
  if (existing) await boss.updateQueue(job.name, options)
  else await boss.createQueue(job.name, { policy: job.policy, ...options })
  if (job.schedule) await boss.schedule(job.name, job.schedule, null, { tz: "UTC" })
}
