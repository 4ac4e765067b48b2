import { randomBytes } from "node:crypto"
import type { Ctx, CtxEnvironment, System } from "@/lib/ctx"
import { type Database, openDatabase } from "@/lib/db"
import { type Env, readEnv } from "@/lib/env"
import { createLog, type Log } from "@/lib/log"

/** What a process has for its whole life: web, worker or a command. */
export type Runtime = { env: Env; database: Database; log: Log; fetch: typeof fetch }

// On globalThis, because Next bundles a module once per entry and each copy must find the same pool.
const slot = Symbol.for("enlace.runtime")
const shared: typeof globalThis & { [slot]?: Runtime } = globalThis

/** Reads the environment and opens the database. Throws `EnvError` where a variable is missing or malformed. */
export function startRuntime(
  name: string,
  source: Readonly<Record<string, string | undefined>> = process.env,
): Runtime {
  const env = readEnv(source)
  const started: Runtime = {
    env,
    database: openDatabase(env.databaseUrl),
    log: createLog(name),
    fetch: globalThis.fetch,
  }
  shared[slot] = started
  return started
}

export function runtime(): Runtime {
  return shared[slot] ?? startRuntime("web")
}

export const newRequestId = (): string => randomBytes(16).toString("hex")

/** A context of the clock or of Belvo's webhooks, with the permissions it names and no sign-in. */
export function systemCtx(started: Runtime, environment: CtxEnvironment, actor: Omit<System, "kind">): Ctx {
  return {
    actor: { kind: "system", ...actor },
    environment,
    database: started.database,
    env: started.env,
    now: () => new Date(),
    fetch: started.fetch,
    requestId: newRequestId(),
    log: started.log,
  }
}
