import { parseArgs } from "node:util"
import { installation } from "@/lib/ctx"
import { getEnvironment } from "@/lib/environments/queries"
import { AppError } from "@/lib/errors"
import { type Runtime, systemCtx } from "@/lib/runtime"
import { prepareInstallation } from "@/lib/settings/commands"
import { sweepInForeground } from "@/lib/sync/foreground/commands"
import type { SweepRun } from "@/lib/sync/queries"
import { CommandError, runCommand } from "@/scripts/command"
import { endSignal } from "@/scripts/end-signal"
import { createProgressBar } from "@/scripts/progress-bar"

const usage = "npm run sync -- --environment SLUG"

await runCommand("sync", async (runtime) => {
  const slug = environmentOption()
  await prepareInstallation(runtime)
  const permissions = ["mirror:write", "keys:open", "links:read", "housekeeping"] as const
  const environment = await findEnvironment(runtime, slug)
  const ctx = { ...systemCtx(runtime, environment, { name: "system:sync", permissions }), log: quiet(runtime) }
  const bar = createProgressBar(process.stderr)
  const startedAt = performance.now()
  const run = await sweepInForeground(ctx, { signal: endSignal(), onProgress: bar.show }).finally(bar.end)
  console.log(JSON.stringify(summary(slug, run, performance.now() - startedAt)))
  if (run.state !== "completed") throw new CommandError(`The sweep did not finish: ${reason(run)}`)
})

function environmentOption(): string {
  try {
    const { values } = parseArgs({ options: { environment: { type: "string" } } })
    if (values.environment) return values.environment
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new CommandError(`${error.message}\nUsage: ${usage}`)
  }
  throw new CommandError(`Usage: ${usage}`)
}

async function findEnvironment(runtime: Runtime, slug: string) {
  const permissions = ["housekeeping"] as const
  try {
    return await getEnvironment(systemCtx(runtime, installation, { name: "system:sync", permissions }), slug)
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND")
      throw new CommandError(`There is no environment ${slug}`)
    throw error
  }
}

/** Stdout is for the summary; what goes wrong on the way is told on stderr. */
function quiet({ log }: Runtime) {
  return { ...log, info() {} }
}

function summary(environment: string, run: SweepRun, ms: number) {
  const { requests, seen, inserted, updated, unchanged, removed } = run
  const seconds = Math.round(ms / 100) / 10
  return { environment, kind: "full", requests, seen, inserted, updated, unchanged, removed, seconds }
}

function reason({ state, failure, missing }: SweepRun): string {
  if (state === "needs_decision") return `${missing} links are no longer at Belvo; confirm this in the console`
  if (failure) return `${failure.message} (${failure.code}${failure.requestId ? `, request ${failure.requestId}` : ""})`
  return state
}
