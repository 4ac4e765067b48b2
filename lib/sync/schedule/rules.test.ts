import { describe, expect, it } from "vitest"
import { dueKind, isSweepDue } from "@/lib/sync/schedule/rules"

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
    [
      "a failed one ten minutes ago, that a firewall refused",
      { createdAt: ago(10), state: "failed", refused: true },
      60,
      false,
    ],
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
