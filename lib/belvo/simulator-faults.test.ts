import { describe, expect, it, test, vi } from "vitest"
import { type ClientOptions, clientOf } from "@/lib/belvo/fixtures/client-of"
import published from "@/lib/belvo/fixtures/errors.json"
import { drain, eachLinkPage, rejection } from "@/lib/belvo/fixtures/script"
import type { FailRule } from "@/simulator/faults"
import { createTestSim } from "@/simulator/testing"
import { twelve } from "@/simulator/worlds/twelve"

const overSimulator = (options: ClientOptions & { sleep?: () => Promise<void> } = {}) =>
  clientOf(createTestSim(options), options)

const id = twelve.valid

describe("every documented error, from Belvo to a reader", () => {
  const rows: { status: number; code: string; kind: string; body: { code: string; message?: string }[] }[] = published
  const seen = new Map(rows.map((row) => [`${row.status} ${row.code} ${row.body[0]?.message}`, row]))
  test.each([...seen.values()])("$status $code", async ({ status, code, kind, body }) => {
    const { belvo, sim } = overSimulator({ priority: "member" })
    const [first] = body
    const error = { kind: "error", status, code: first?.code ?? "", message: first?.message ?? "" } as const
    sim.failNext({ ...error, times: 3 })

    if (status === 404 && code === "not_found") {
      expect(await belvo.getLink(id)).toMatchObject({ kind: "not_found" })
      return
    }
    expect(await rejection(belvo.getLink(id))).toMatchObject({
      kind,
      belvoCode: code,
      method: "GET",
      path: `/api/links/${id}/`,
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect(sim.requests).toHaveLength(status === 408 || status >= 500 ? 3 : 1)
  })
})

describe("what passes", () => {
  const passing: FailRule[] = [
    { kind: "unreachable" },
    { kind: "reset" },
    { kind: "truncated" },
    { kind: "timeout" },
    { kind: "server_error", status: 500, body: "json" },
    { kind: "server_error", status: 502, body: "html" },
    { kind: "server_error", status: 503 },
  ]
  test.each(passing)("$kind $status $body: a reading is repeated, after three seconds or one", async (rule) => {
    const background = overSimulator()
    background.sim.failNext(rule)
    expect(await background.belvo.getLink(id)).toMatchObject({ kind: "found" })
    expect(background.waits).toEqual([3_000])

    const person = overSimulator({ priority: "member" })
    person.sim.failNext(rule)
    expect(await person.belvo.getLink(id)).toMatchObject({ kind: "found" })
    expect(person.waits).toEqual([1_000])
  })

  test.each(passing)("$kind $status $body: a refresh is not, for it may have happened", async (rule) => {
    const { belvo, sim, waits } = overSimulator()
    sim.failNext(rule)

    expect(await rejection(belvo.refreshLink({ id }))).toMatchObject({ method: "POST" })
    expect(sim.requests).toHaveLength(1)
    expect(waits).toEqual([])
  })

  test.each(passing)("$kind $status $body: a deletion is, and ends well even if the first one worked", async (rule) => {
    const { belvo, sim } = overSimulator()
    sim.failNext(rule)

    expect(["accepted", "already_gone"]).toContain((await belvo.deleteLink({ id, mode: "async" })).kind)
    expect(sim.requests).toHaveLength(2)
  })

  it("gives up after five repeats and a minute and a half", async () => {
    const { belvo, sim, waits } = overSimulator()
    sim.failNext({ kind: "server_error", times: 6 })

    expect(await rejection(belvo.getLink(id))).toMatchObject({ kind: "api", status: 500 })
    expect(waits).toEqual([3_000, 6_000, 12_000, 24_000, 48_000])
  })

  it("does not wait for a body that comes too late", async () => {
    const { belvo, sim } = overSimulator({ sleep: () => new Promise(() => {}) })
    sim.failNext({ kind: "slow", bodyDelayMs: 60_000, times: 6 })
    vi.useFakeTimers()
    const error = rejection(belvo.getLink(id))
    await vi.advanceTimersByTimeAsync(6 * 30_000)
    vi.useRealTimers()

    expect(await error).toMatchObject({ kind: "timeout" })
    expect(sim.requests).toHaveLength(6)
  })
})

describe("what does not pass", () => {
  test.each<[FailRule, object]>([
    [{ kind: "revoked" }, { kind: "unauthorized" }],
    [{ kind: "html_not_found" }, { kind: "wrong_address" }],
    [{ kind: "blocked" }, { kind: "blocked" }],
  ])("%o is told at once", async (rule, expected) => {
    const { belvo, sim, waits, pauses } = overSimulator()
    sim.failNext(rule)

    expect(await rejection(belvo.getLink(id))).toMatchObject(expected)
    expect({ waits, pauses }).toEqual({ waits: [], pauses: [] })
  })
})

describe("throttling", () => {
  it("stops everyone at the eighty-first request in thirty seconds, and goes on after a minute", async () => {
    const { belvo, waits, pauses, sim } = overSimulator()
    for (let n = 0; n < 81; n++) await belvo.getLink(id)

    expect({ waits, pauses }).toEqual({ waits: [60_000], pauses: [60] })
    expect(sim.requests).toHaveLength(82)
  })

  it("is noticed by a probe where others used up the limit", async () => {
    const { belvo, sim, pauses } = overSimulator({ priority: "member" })
    for (let n = 0; n < 80; n++) await sim.fetch("https://sandbox.belvo.com/api/")

    expect(await rejection(belvo.getLink(id))).toMatchObject({ kind: "throttled", retryAfterSeconds: 60 })
    expect(sim.requests.slice(-2)).toEqual([`GET /api/links/${id}/`, "GET /api/"])
    expect(pauses).toEqual([60])
  })

  it("lasts as long as Belvo says", async () => {
    const { belvo, sim, waits } = overSimulator()
    sim.failNext({ kind: "too_many_requests", retryAfterSeconds: 17 })

    expect(await drain(eachLinkPage(belvo))).toHaveLength(1)
    expect(waits).toEqual([17_000])
  })
})
