import { runProcess, script } from "@/scripts/processes"

type Task = { name: string; command: readonly [string, ...string[]] }

const preparations: Task[] = [
  { name: "database client", command: script("scripts/generate.ts") },
  { name: "route types", command: ["next", "typegen"] },
]
const checks: Task[] = [
  { name: "format and lint", command: ["biome", "check", "--error-on-warnings", "."] },
  { name: "types", command: ["tsc", "--noEmit"] },
  { name: "structure", command: script("scripts/check-structure.ts") },
]

if (!(await allPass(preparations)) || !(await allPass(checks))) process.exitCode = 1

async function allPass(tasks: readonly Task[]): Promise<boolean> {
  const passed = await Promise.all(tasks.map(passes))
  return passed.every(Boolean)
}

/** Silent where it passes, so that what is wrong stands alone. */
async function passes({ name, command }: Task): Promise<boolean> {
  const startedAt = performance.now()
  let output = ""
  const env = { NEXT_TELEMETRY_DISABLED: "1", NEXT_DIST_DIR: undefined }
  const code = await runProcess(command, { env, onOutput: (text) => (output += text) })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${code === 0 ? "✓" : "✗"} ${name} (${seconds} s)`)
  if (code !== 0) console.error(output)
  return code === 0
}
