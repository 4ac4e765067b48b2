import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { costOf, dueKind, isSweepDue } from "@/lib/sync/schedule/rules"

const now = new Date("2026-03-01T12:00:00Z")
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

describe("isSweepDue", () => {
  it.each([
    ["none yet", null, 60, true],
    ["none yet, but sweeps are off", null, 0, false],
    ["one a minute too early", { createdAt: ago(59), state: "completed" }, 60, false],
    ["one that is old enough", { createdAt: ago(60), state: "completed" }, 60, true],
    ["a failed one ten minutes ago", { createdAt: ago(10), state: "failed" }, 60, true],
    ["a failed one just now", { createdAt: ago(9), state: "failed" }, 60, false],
    ["a cancelled one ten minutes ago", { createdAt: ago(10), state: "cancelled" }, 60, false],
    ["a failed one, where sweeps come every five minutes", { createdAt: ago(5), state: "failed" }, 5, true],
  ] as const)("after %s", (_what, last, everyMinutes, expected) => {
    expect(isSweepDue(last, everyMinutes, now)).toBe(expected)
  })
})

describe("dueKind", () => {
  const schedule = { sweepEveryMinutes: 60, deltaEveryMinutes: 5, deltaRequests: 20 }
  const run = (minutes: number, state = "completed") => ({ createdAt: ago(minutes), state })

  it.each([
    ["a full one where there was none", { full: null, delta: null }, "full"],
    ["a full one before a delta", { full: run(60), delta: run(30) }, "full"],
    ["a delta after a full one", { full: run(5), delta: null }, "delta"],
    ["a delta after a delta", { full: run(30), delta: run(5) }, "delta"],
    ["nothing right after a full one", { full: run(4), delta: run(30) }, null],
    ["nothing right after a delta", { full: run(30), delta: run(4) }, null],
  ] as const)("is %s", (_what, last, expected) => {
    expect(dueKind(last, schedule, now)).toBe(expected)
  })

  it("is no delta where there are to be none", () => {
    expect(dueKind({ full: run(30), delta: null }, { ...schedule, deltaEveryMinutes: 0 }, now)).toBeNull()
  })
})

describe("costOf", () => {
  const load = { links: 1_000_000, broken: 30_000, usablePer30s: 76 }

  it("names requests an hour, their share, and the age that a change can reach unseen", () => {
    expect(costOf({ sweepEveryMinutes: 60, deltaEveryMinutes: 5, deltaRequests: 20 }, load)).toEqual({
      requestsPerHour: 1_441,
      share: expect.closeTo(0.158, 3),
      worstAgeMinutes: 68,
      worstAgeOfBrokenMinutes: 20,
    })
  })

  it("is nothing for a schedule that never asks", () => {
    expect(costOf({ sweepEveryMinutes: 0, deltaEveryMinutes: 0, deltaRequests: 0 }, load)).toEqual({
      ...{ requestsPerHour: 0, share: 0, worstAgeMinutes: null, worstAgeOfBrokenMinutes: null },
    })
  })

  it("never grows older by more requests, nor cheaper by more sweeps", () => {
    const schedule = fc.record({
      sweepEveryMinutes: fc.integer({ min: 5, max: 1_440 }),
      deltaEveryMinutes: fc.integer({ min: 1, max: 60 }),
      deltaRequests: fc.integer({ min: 2, max: 500 }),
    })
    fc.assert(
      fc.property(schedule, (one) => {
        const cost = costOf(one, load)
        const more = costOf({ ...one, deltaRequests: one.deltaRequests * 2 }, load)
        expect(more.worstAgeMinutes ?? 0).toBeLessThanOrEqual(cost.worstAgeMinutes ?? 0)
        expect(more.requestsPerHour).toBeGreaterThan(cost.requestsPerHour)
        const rarer = costOf({ ...one, sweepEveryMinutes: one.sweepEveryMinutes * 2 }, load)
        expect(rarer.requestsPerHour).toBeLessThanOrEqual(cost.requestsPerHour)
      }),
    )
  })
})
