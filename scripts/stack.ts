import { existsSync } from "node:fs"
import { join } from "node:path"
import { startPostgres } from "@/scripts/postgres"
import { freePort } from "@/scripts/postgres/port"
import { prepareDatabase } from "@/scripts/prepare-database"
import { workerScript } from "@/scripts/processes"
import { type StackEnv, simulatorUrl, stackEnv } from "@/scripts/stack/environment"
import { addMembers } from "@/scripts/stack/members"
import { runStep } from "@/scripts/stack/run-step"
import { seed } from "@/scripts/stack/seed"
import { startStackService, untilAnswers } from "@/scripts/stack/service"
import { type StackMember, type StackSettings, stackMembers, stackSettings } from "@/scripts/stack/settings"
import { withClient } from "@/scripts/with-client"

export type StackOptions = {
  dataDir: string
  /** Trades durability for speed: for tests. */
  throwaway?: boolean
  /** Where the built application is. */
  distDir: string
  /** Web waits for it; what comes before does not. */
  built?: Promise<unknown>
  /** How many the simulated Belvo has. */
  links: number
  /** How long deletions are held, where that is not as usual: tests do not wait a day. */
  holdHours?: number
  /** Keeps a port free for who receives outgoing webhooks: for tests, which find it in the environment. */
  receiver?: boolean
  port?: number
  signal: AbortSignal
  log: (line: string) => void
}

export type Stack = {
  url: string
  members: readonly StackMember[]
  env: StackEnv
  /** The name of the first process to end, asked to or not. */
  ended: Promise<string>
  stop: () => Promise<void>
}

/** PostgreSQL, a Belvo on this machine, web and worker, with a member of each role. Leaves nothing running where it fails. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const running = new AsyncDisposableStack()
  try {
    const stack = await start(options, running)
    return { ...stack, stop: () => running.disposeAsync() }
  } catch (error) {
    await running.disposeAsync()
    throw error
  }
}

async function start(options: StackOptions, running: AsyncDisposableStack): Promise<Omit<Stack, "stop">> {
  const { dataDir, log, signal } = options
  const postgres = await runStep(log, "PostgreSQL", () =>
    startPostgres({ dataDir, throwaway: options.throwaway ?? false, log }),
  )
  running.defer(postgres.stop)
  await runStep(log, "migrations", () => prepareDatabase(postgres.url))

  const settings = await stackSettings(dataDir, options.links)
  const port = options.port ?? (await freePort())
  const receiver = options.receiver ? { receiver: `127.0.0.1:${await freePort()}` } : {}
  const env = stackEnv(settings, { dataDir, distDir: options.distDir, port, databaseUrl: postgres.url, ...receiver })
  const begin = (name: string, ...command: [string, ...string[]]) => {
    const service = startStackService(name, { dataDir, command, env, signal })
    running.defer(service.stop)
    return service
  }

  const url = env.NEXTAUTH_URL
  const members = stackMembers(settings)
  await runStep(log, "members", () => addMembers(members, env))
  const repaired = options.throwaway ? null : join(dataDir, "repaired.json")
  await runStep(log, "ninety days of history", () => seed({ ...settings, repaired, env, signal, log }))
  if (options.holdHours !== undefined) await setHold(postgres.url, options.holdHours)
  const simulator = begin("simulator", "scripts/simulator.ts", ...simulatorOptions(settings, env, repaired))
  await runStep(log, "Belvo on this machine", () =>
    untilAnswers(simulator, { url: simulatorUrl(settings), status: 401 }),
  )
  await options.built
  const web = begin("web", "scripts/web.ts", "--hostname=127.0.0.1")
  await runStep(log, "web", () => untilAnswers(web, { url: `${url}/api/health`, status: 200 }))
  const worker = begin("worker", workerScript)
  return { url, members, env, ended: Promise.race([simulator.ended, web.ended, worker.ended]) }
}

async function setHold(url: string, holdHours: number): Promise<void> {
  await withClient(url, (client) => client.query("UPDATE environment SET deletion_hold_hours = $1", [holdHours]))
}

function simulatorOptions(
  { links, present, simulatorPort }: StackSettings,
  env: StackEnv,
  repaired: string | null,
): string[] {
  const webhooks = `${env.NEXTAUTH_URL}/api/webhooks/belvo/${env.BELVO_ENVIRONMENT}`
  const world = [`--links=${links}`, `--present=${present}`, `--webhook-url=${webhooks}`]
  // A folder of earlier days has none.
  const played = repaired !== null && existsSync(repaired) ? [`--repaired=${repaired}`] : []
  return [`--port=${simulatorPort}`, ...world, ...played]
}
