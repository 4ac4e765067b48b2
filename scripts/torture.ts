import { join } from "node:path"
import { parseArgs } from "node:util"
import { endSignal } from "@/scripts/end-signal"
import { stopUnusedPostgres } from "@/scripts/postgres"
import { runProcess } from "@/scripts/processes"

/** The kill and fault runs at the length that `npm test` has no time for. Ends within `--minutes`, whatever happens. */
const { values } = parseArgs({ options: { minutes: { type: "string", default: "15" } } })
const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new Error("--minutes takes a number, for example --minutes 30")

const kills = 20
const killed = ["scripts/sync.db.test.ts", "lib/recovery/campaigns/making/commands.db.test.ts"]
const faults = ["test/bad-days", "test/mirror-writers.db.test.ts", "lib/budget.db.test.ts", "lib/webhooks"]
const signal = AbortSignal.any([endSignal(), AbortSignal.timeout(minutes * 60_000)])
const startedAt = performance.now()
const elapsedMs = () => performance.now() - startedAt

console.log(`── ${kills} kills of the worker within one sweep, as many within a campaign, and the bad days beside them`)
let code = await run([...killed, ...faults])
let rounds = 0
// A guess until one has been timed: a round that the end would cut is not begun.
for (let longestMs = 180_000; code === 0 && elapsedMs() + 1.2 * longestMs < minutes * 60_000; rounds++) {
  const before = elapsedMs()
  console.log(`── the bad days again, round ${rounds + 1}`)
  code = await run(faults)
  longestMs = Math.max(longestMs, elapsedMs() - before)
}
await stopUnusedPostgres(join(import.meta.dirname, "../.data-test"))

const seconds = Math.round(elapsedMs() / 1_000)
console.log(
  `\n${code === 0 ? "survived" : "NOT survived"}: ${kills} kills, ${rounds + 1} rounds of bad days, ${seconds} s`,
)
process.exitCode = code

async function run(files: readonly string[]): Promise<number> {
  // Two at once: the kills wait for clocks, and the rest must not run into its own time-outs.
  const command = ["vitest", "run", "--project", "database", "--maxWorkers=2", ...files] as const
  const ended = await runProcess(command, { env: { TORTURE_KILLS: String(kills) }, signal })
  if (signal.aborted) console.error(`Not over after ${minutes} minutes, or told to stop`)
  return signal.aborted ? 1 : ended
}
