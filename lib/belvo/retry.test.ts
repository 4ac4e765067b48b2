import fc from "fast-check"
import { describe, expect, it, test } from "vitest"
import {
  BelvoApiError,
  BelvoBlocked,
  type BelvoError,
  BelvoNetwork,
  BelvoSchema,
  BelvoThrottled,
  BelvoTimeout,
  BelvoUnauthorized,
  BelvoWrongAddress,
  type Method,
} from "@/lib/belvo/errors"
import { INTERACTIVE_MS, waitBeforeRepeat } from "@/lib/belvo/retry"

const facts = (method: Method) => ({ method, path: "/api/links/", code: "x", message: "x" })
const api =
  (status: number, code = "x") =>
  (method: Method) =>
    new BelvoApiError({ ...facts(method), code, status, issues: [] })
const throttled = (retryAfterSeconds: number) => (method: Method) =>
  new BelvoThrottled({ ...facts(method), retryAfterSeconds })

const transient: Record<string, (method: Method) => BelvoError> = {
  network: (method) => new BelvoNetwork(facts(method)),
  timeout: (method) => new BelvoTimeout(facts(method)),
  "408": api(408),
  "500": api(500),
  "502": api(502),
  "503": api(503),
}
const final: Record<string, (method: Method) => BelvoError> = {
  "400": api(400),
  "401": (method) => new BelvoUnauthorized(facts(method)),
  "403": api(403),
  "404": api(404),
  blocked: (method) => new BelvoBlocked(facts(method)),
  schema: (method) => new BelvoSchema({ ...facts(method), at: "$" }),
  wrong_address: (method) => new BelvoWrongAddress(facts(method)),
}

/** The waits of a call that fails in the same way for ever, each attempt taking `attemptMs`. */
function schedule(error: BelvoError, options: { interactive: boolean; attemptMs?: number; random?: () => number }) {
  const { interactive, attemptMs = 0, random = () => 0 } = options
  const waits: number[] = []
  let elapsedMs = 0
  for (;;) {
    elapsedMs += attemptMs
    const wait = waitBeforeRepeat({ error, interactive, repeats: waits.length, elapsedMs }, random)
    if (wait === null) return { waits, elapsedMs }
    waits.push(wait)
    elapsedMs += wait
  }
}

describe("waitBeforeRepeat", () => {
  const safe = Object.entries(transient).flatMap(([name, make]) =>
    (["GET", "DELETE"] as const).map((method) => [method, name, make(method)] as const),
  )
  test.each(safe)("repeats %s after %s: five times in the background, twice for a person", (_method, _name, error) => {
    expect(schedule(error, { interactive: false }).waits).toEqual([3_000, 6_000, 12_000, 24_000, 48_000])
    expect(schedule(error, { interactive: true }).waits).toEqual([1_000, 2_000])
  })

  const refused = { throttled: throttled(60), too_many_sessions: api(400, "too_many_sessions") }
  const unsafe = Object.entries({ ...transient, ...final, ...refused }).flatMap(([name, make]) =>
    (["POST", "PATCH", "PUT"] as const).map((method) => [method, name, make(method)] as const),
  )
  test.each(unsafe)("never repeats %s after %s", (_method, _name, error) => {
    expect(schedule(error, { interactive: false }).waits).toEqual([])
    expect(schedule(error, { interactive: true }).waits).toEqual([])
  })

  test.each(Object.entries(final))("never repeats a GET after %s", (_name, make) => {
    expect(schedule(make("GET"), { interactive: false }).waits).toEqual([])
  })

  it("waits out a throttle in the background, and tells a person at once", () => {
    expect(schedule(throttled(60)("DELETE"), { interactive: false }).waits).toEqual(Array(5).fill(60_000))
    expect(schedule(throttled(60)("GET"), { interactive: true }).waits).toEqual([])
  })

  it("leaves a throttle of more than ten minutes to the job's own schedule", () => {
    expect(schedule(throttled(601)("GET"), { interactive: false }).waits).toEqual([])
  })

  it("gives a session at the institution two minutes to end, in the background only", () => {
    const error = api(400, "too_many_sessions")("GET")

    expect(schedule(error, { interactive: false }).waits).toEqual([120_000, 120_000])
    expect(schedule(error, { interactive: true }).waits).toEqual([])
  })

  it("never waits less than the table says, nor a quarter more", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (luck) => {
        const { waits } = schedule(transient.network?.("GET") ?? api(500)("GET"), {
          interactive: false,
          random: () => luck,
        })

        waits.forEach((wait, n) => {
          expect(wait).toBeGreaterThanOrEqual(3_000 * 2 ** n)
          expect(wait).toBeLessThanOrEqual(3_000 * 2 ** n * 1.25)
        })
        expect(waits).toHaveLength(5)
      }),
    )
  })

  it("never starts a person's repeat in the last second of the ten, however slow the attempts and the jitter", () => {
    const luck = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), luck, (attemptMs, random) => {
        const error = api(500)("GET")
        const { waits, elapsedMs } = schedule(error, { interactive: true, attemptMs, random: () => random })

        expect(waits.length).toBeLessThanOrEqual(2)
        expect(elapsedMs - attemptMs).toBeLessThanOrEqual(Math.max(INTERACTIVE_MS - 1_000, 0))
      }),
    )
  })
})
