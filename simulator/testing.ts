import { type BelvoSim, type BelvoSimOptions, createBelvoSim } from "@/simulator/belvo"
import { createWorld } from "@/simulator/worlds/create-world"

export interface Answer {
  status: number
  body: Record<string, unknown>
  text: string
  headers: Headers
}

export interface TestSim {
  sim: BelvoSim
  /** Moves the clock and lets happen what is due by then. */
  advance(seconds: number): void
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  get(path: string): Promise<Answer>
}

/** A simulator of world `twelve` with a clock that only the test moves, and the right key on every call. */
export function createTestSim(options: Partial<BelvoSimOptions> = {}): TestSim {
  let millis = Date.parse("2026-03-01T12:00:00Z")
  const now = (): Date => new Date(millis)
  const sim = createBelvoSim({ world: createWorld("twelve", { now: now() }), now, ...options })
  const basic = `Basic ${Buffer.from(`${sim.key.id}:${sim.key.password}`).toString("base64")}`

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await sim.fetch(`https://sandbox.belvo.com${path}`, {
      method,
      headers: { authorization: basic, ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: parsed(text), text, headers: response.headers }
  }
  return {
    sim,
    advance(seconds) {
      millis += seconds * 1000
      sim.tick()
    },
    call,
    get: (path) => call("GET", path),
  }
}

/** Follows `next` to the end. */
export async function everyResult(get: TestSim["get"], path: string): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = []
  for (let next: unknown = path; typeof next === "string"; ) {
    const { body } = await get(next.replace(/^https?:\/\/[^/]+/, ""))
    if (!Array.isArray(body.results)) throw new Error(`No results at ${next}`)
    all.push(...body.results)
    next = body.next
  }
  return all
}

/** Errors are arrays of one object or more: the tests look at the first. */
function parsed(text: string): Record<string, unknown> {
  if (!text.startsWith("{") && !text.startsWith("[")) return {}
  const body = JSON.parse(text)
  return Array.isArray(body) ? body[0] : body
}
