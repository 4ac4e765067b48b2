import { runProcess } from "@/scripts/processes"

/** The kill and fault runs at the length that `npm test` has no time for. */
const kills = 20
const rounds = 3
const files = [
  "scripts/sync.db.test.ts",
  "test/mirror-writers.db.test.ts",
  "lib/budget.db.test.ts",
  "test/bad-days.db.test.ts",
]

for (let round = 1; round <= rounds; round++) {
  console.log(`round ${round} of ${rounds}, ${kills} kills of the worker in one sweep`)
  const command = ["vitest", "run", "--project", "database", "--no-file-parallelism", ...files] as const
  const code = await runProcess(command, { env: { TORTURE_KILLS: String(kills) } })
  if (code !== 0) {
    process.exitCode = 1
    break
  }
}
