import { once } from "node:events"
import { jobs } from "@/lib/jobs/registry"
import { startWorker } from "@/lib/jobs/worker"
import { startRuntime } from "@/lib/runtime"
import { prepareInstallation } from "@/lib/settings/commands"
import { runService } from "@/scripts/service"

await runService(async ({ env, signal }) => {
  const runtime = startRuntime("worker", env)
  try {
    await prepareInstallation(runtime)
    const worker = await startWorker(runtime, jobs)
    runtime.log.info("worker started", { jobs: jobs.length })
    if (!signal.aborted) await once(signal, "abort")
    await worker.stop()
    runtime.log.info("worker stopped")
    return 0
  } finally {
    await runtime.database.close()
  }
})
