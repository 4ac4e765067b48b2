import { existsSync } from "node:fs"
import { join } from "node:path"
import { type Process, startProcess } from "@/scripts/processes"
import type { Service } from "@/scripts/service"

/** Serves the built application on PORT, or on 3000; what else `next start` takes may be passed on to it. */
export function startNext({ env, signal }: Service, options: readonly string[] = []): Process {
  const distDir = env.NEXT_DIST_DIR || ".next"
  if (!existsSync(join(import.meta.dirname, "..", distDir, "BUILD_ID"))) {
    throw new Error(`There is no build in ${distDir}. Run: npm run build`)
  }
  return startProcess(["next", "start", ...options], {
    env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    signal,
  })
}
