import { readFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { atMost, type Figure, told } from "@/bench/figure"
import { processesOf } from "@/bench/memory"
import type { Mirror } from "@/bench/mirror"
import { startSimulator } from "@/bench/simulator"
import type { Stage } from "@/bench/stage"
import { requestSweep } from "@/lib/sync/commands"
import { getSweep, type SweepRun } from "@/lib/sync/queries"
import { type Process, script, startProcess, workerScript } from "@/scripts/processes"
import { withClient } from "@/scripts/with-client"

const timesLinks = 10
const timesMemory = 1.2

/**
 * What a worker occupied at most while it first loaded an account and then found it unchanged; a large one over one of a tenth, which
 * it loads ten times, so that as many links have passed through it: what it needs, not how long it has been at work.
 */
export async function measureMemory({ links, empty, log }: Stage): Promise<Figure[]> {
  const small = await sweepByWorker(await empty(), { links: Math.round(links / timesLinks), loads: timesLinks, log })
  const large = await sweepByWorker(await empty(), { links, loads: 1, log })
  return [
    atMost(`worker's memory, ${links} links over a tenth, first load`, large.first / small.first, timesMemory, "×"),
    atMost(`worker's memory, ${links} links over a tenth, both sweeps`, large.both / small.both, timesMemory, "×"),
    told("worker's memory, small", `${small.first.toFixed(0)} then ${small.both.toFixed(0)} MiB`),
    told("worker's memory, large", `${large.first.toFixed(0)} then ${large.both.toFixed(0)} MiB`),
  ]
}

/** Resident at most, in MiB: until the first load had ended, and until the second sweep had. */
type Peaks = { first: number; both: number }

type Account = Pick<Stage, "links" | "log"> & { loads: number }

async function sweepByWorker(mirror: Mirror, { links, loads, log }: Account): Promise<Peaks> {
  await using _simulator = await startSimulator(mirror, { links })
  // Asked for before the worker is there, the first sweep is not the schedule's.
  let run = await requestSweep(ctxOf(mirror))
  const worker = startWorker(mirror)
  try {
    for (let load = 1; load <= loads; load++) {
      const { inserted } = await untilEnded(mirror, run.runId)
      if (inserted !== links) throw new Error("A sweep did not see every link")
      if (load < loads) await withClient(mirror.url, (client) => client.query(emptyMirror))
      if (load < loads) run = await requestSweep(ctxOf(mirror))
    }
    const first = peakMiB(mirror)
    const { unchanged } = await untilEnded(mirror, (await requestSweep(ctxOf(mirror))).runId)
    const both = peakMiB(mirror)
    if (unchanged !== links) throw new Error("A sweep did not see every link")
    log(
      `worker at ${links} links: ${first.toFixed(0)} MiB after the first load, ${both.toFixed(0)} MiB after the second`,
    )
    return { first, both }
  } finally {
    await worker.stop()
  }
}

function startWorker({ env }: Mirror): Process {
  const lifted = { ...env, BELVO_REQUESTS_PER_30S: "100000" }
  return startProcess(script(workerScript), { env: lifted, onOutput: () => undefined })
}

const emptyMirror = "TRUNCATE link, link_event, link_count_delta, duplicate_group, external_id_finding, sweep_page"

const ctxOf = (mirror: Mirror) => mirror.ctx(["sync:run", "links:read"])

async function untilEnded(mirror: Mirror, runId: string): Promise<SweepRun> {
  for (;;) {
    const run = await getSweep(ctxOf(mirror), runId)
    if (run.state === "completed") return run
    if (run.finishedAt) throw new Error(`The sweep ended as ${run.state}: ${run.failure?.message}`)
    await sleep(500)
  }
}

/** As the kernel has kept it, of the worker alone. */
function peakMiB({ env }: Mirror): number {
  const file = (pid: string, name: string) => readFileSync(`/proc/${pid}/${name}`, "utf8")
  const isWorker = (pid: string) => file(pid, "cmdline").split("\0").includes(workerScript)
  const [pid] = processesOf({ url: env.NEXTAUTH_URL }).filter(isWorker)
  if (pid === undefined) throw new Error("The worker has ended")
  return Number(/^VmHWM:\s+(\d+)/m.exec(file(pid, "status"))?.[1]) / 1_024
}
