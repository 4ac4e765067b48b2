import { startNext } from "@/scripts/next-start"
import { script, startProcess, workerScript } from "@/scripts/processes"
import { runService } from "@/scripts/service"

/** Where one of the two ends, the other is of no use. */
await runService(async (service) => {
  const web = startNext(service)
  const worker = startProcess(script(workerScript), service)
  const code = await Promise.race([web.exited, worker.exited])
  await Promise.all([web.stop(), worker.stop()])
  return code
})
