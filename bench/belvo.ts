import type { BelvoProcess } from "@/bench/belvo-process"
import type { Mirror } from "@/bench/mirror"
import type { Ctx } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"
import { silentLog } from "@/lib/log"
import { sweepInForeground } from "@/lib/sync/foreground/commands"
import type { SweepRun } from "@/lib/sync/queries"
import { type Process, script, startProcess } from "@/scripts/processes"

export type SweptBelvo = AsyncDisposable & {
  /** With the budget lifted. */
  ctx: Ctx
  /** From now on Belvo's own limits hold; the context has the product's. */
  limit: () => Promise<Ctx>
  /** How many answers were 403 or 429. */
  refused: () => number
  /** "GET /api/links/?page_size=100", in the order of arrival, since they were last forgotten. */
  requests: () => Promise<string[]>
  forgetRequests: () => Promise<void>
  setStatus: (id: string, status: string) => Promise<void>
  /** The same requests, so many at once, their answers read to the end and thrown away. */
  fetchAlone: (requests: readonly string[], atOnce: number) => Promise<void>
}

/** A Belvo so far away, in a process of its own: what it takes to make an answer is not charged to who asks for it. */
export async function sweptBelvo(
  { ctx, settings, env }: Mirror,
  { links, latencyMs, ...place }: Pick<BelvoProcess, "links" | "latencyMs" | "port">,
): Promise<SweptBelvo> {
  const key = { id: settings.belvo.secretId, password: settings.belvo.secretPassword }
  const { process, address } = await start({
    links,
    latencyMs,
    key,
    origin: new URL(env.BELVO_BASE_URL).origin,
    ...place,
  })
  const base = ctx(["mirror:write", "keys:open", "links:read", "housekeeping"])
  const authorization = `Basic ${Buffer.from(`${key.id}:${key.password}`).toString("base64")}`
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(address + path, { ...init, headers: { authorization } })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`The simulator answers ${answer.status} to ${path}`)
    return text
  }
  const change = (path: string, method: string, body: object) => ask(path, { method, body: JSON.stringify(body) })
  let refused = 0
  const far: typeof globalThis.fetch = async (input, init) => {
    const { pathname, search } = new URL(String(input))
    const answer = await fetch(address + pathname + search, init)
    if (answer.status === 403 || answer.status === 429) refused++
    return answer
  }
  const lifted = { ...base.env, belvoRequestsPer30s: 100_000 }
  return {
    ctx: { ...base, fetch: far, log: silentLog, env: lifted },
    limit: async () => {
      await change("/_simulator/limits", "POST", { enforce: true })
      return { ...base, fetch: far, log: silentLog }
    },
    refused: () => refused,
    requests: async () => JSON.parse(await ask("/_simulator/requests")).requests,
    forgetRequests: async () => void (await ask("/_simulator/requests", { method: "DELETE" })),
    setStatus: async (id, status) => void (await change(`/_simulator/links/${id}`, "PATCH", { status })),
    fetchAlone: async (requests, atOnce) => {
      const left = requests.values()
      const work = async () => {
        for (const request of left) await ask(request.slice("GET ".length))
      }
      await Promise.all(Array.from({ length: atOnce }, work))
    },
    [Symbol.asyncDispose]: process.stop,
  }
}

async function start(options: BelvoProcess): Promise<{ process: Process; address: string }> {
  const told = Promise.withResolvers<string>()
  let out = ""
  const onOutput = (text: string) => {
    out += text
    if (out.includes("\n")) told.resolve(out)
  }
  const process = startProcess(script("bench/belvo-process.ts", JSON.stringify(options)), { onOutput })
  const first = await Promise.race([told.promise, process.exited])
  if (typeof first === "number") throw new Error(`The simulator ended with ${first}: ${out.slice(-500)}`)
  return { process, address: `http://127.0.0.1:${JSON.parse(first).port}` }
}

/** One full sweep, on connections of its own: they tell what they have written at the latest when they end. */
export async function sweepMirror(ctx: Ctx): Promise<SweepRun> {
  const database = openDatabase(ctx.env.databaseUrl)
  try {
    const { signal } = new AbortController()
    const run = await sweepInForeground({ ...ctx, database }, { signal, onProgress: () => undefined })
    if (run.state !== "completed") throw new Error(`The sweep ended as ${run.state}: ${run.failure?.message}`)
    return run
  } finally {
    await database.close()
  }
}
