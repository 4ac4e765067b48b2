import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Facts, hasEnded, leastSeconds, leaveOut, mayMove } from "@/lib/batches/rules"
import { type BatchDeed, batchStates, leftOutReasons } from "@/lib/batches/schema"
import { hasStoredCredentials } from "@/lib/links/rules"

const now = new Date("2026-03-01T12:00:00Z")
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000)
const refresh: BatchDeed = { kind: "refresh" }
const to = (accessMode: "single" | "recurrent"): BatchDeed => ({ kind: "access_mode", accessMode })

const plain: Facts = {
  ...{ institution: "erebor_mx_retail", status: "valid", accessMode: "recurrent", credentialsStorage: "store" },
  ...{ createdAt: ago(100), removed: false, leaving: false, coolingDown: false, underWay: false },
}

const facts: fc.Arbitrary<Facts> = fc.record({
  institution: fc.constantFrom("erebor_mx_retail", "ofipanema_br_retail"),
  status: fc.constantFrom("valid", "invalid", "token_required", "unconfirmed", "on_hold"),
  accessMode: fc.constantFrom("single", "recurrent", null),
  credentialsStorage: fc.constantFrom("store", "nostore", "30d", "365d", null),
  createdAt: fc.integer({ min: 0, max: 500 }).map(ago),
  removed: fc.boolean(),
  leaving: fc.boolean(),
  coolingDown: fc.boolean(),
  underWay: fc.boolean(),
})
const deeds = fc.constantFrom(refresh, to("single"), to("recurrent"))

describe("leaveOut", () => {
  it.each<[string, Partial<Facts>, BatchDeed, string | null]>([
    ["a link that works, to be refreshed", {}, refresh, null],
    ["one that is gone", { removed: true, status: "invalid" }, refresh, "removed"],
    ["one that is being deleted", { leaving: true }, to("single"), "leaving"],
    ["one that was never finished", { status: "unconfirmed" }, to("single"), "unconfirmed"],
    ["one that Belvo would not read", { status: "invalid" }, refresh, "needs_repair"],
    [
      "one whose consent must be renewed",
      { status: "invalid", institution: "ofipanema_br_retail" },
      refresh,
      "consent",
    ],
    ["one that cools down", { coolingDown: true }, refresh, "cooling_down"],
    ["one that cools down, whose mode is changed", { coolingDown: true }, to("single"), null],
    ["one that has the mode", {}, to("recurrent"), "unchanged"],
    ["a broken one that Belvo is to read no more", { status: "invalid" }, to("single"), null],
    [
      "a broken one that Belvo is to read again",
      { accessMode: "single", status: "invalid" },
      to("recurrent"),
      "needs_repair",
    ],
    [
      "one without credentials",
      { accessMode: "single", credentialsStorage: "nostore" },
      to("recurrent"),
      "no_credentials",
    ],
    ["one in another batch", { underWay: true }, refresh, "under_way"],
  ])("of %s", (_what, differently, deed, reason) => {
    expect(leaveOut({ ...plain, ...differently }, deed, now)).toBe(reason)
  })

  it("asks Belvo only for what Belvo would do", () => {
    fc.assert(
      fc.property(facts, deeds, (one, deed) => {
        const reason = leaveOut(one, deed, now)
        if (reason !== null) return leftOutReasons.includes(reason)
        const free = ![one.removed, one.leaving, one.underWay, one.status === "unconfirmed"].includes(true)
        const works = one.status === "valid"
        if (deed.kind === "refresh") return free && works && !one.coolingDown
        const mayRead = works && hasStoredCredentials(one, now)
        return free && one.accessMode !== deed.accessMode && (deed.accessMode === "single" || mayRead)
      }),
    )
  })
})

it("lets nothing out of an end but what failed", () => {
  for (const from of batchStates.filter(hasEnded)) {
    for (const into of batchStates) expect(mayMove(from, into)).toBe(from === "done" && into === "running")
  }
})

it("takes longer for more links, and never less than the budget allows", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 4, max: 400 }), (links, per30s) => {
      expect(leastSeconds(links + 1, per30s)).toBeGreaterThanOrEqual(leastSeconds(links, per30s))
      expect(leastSeconds(links, per30s)).toBeGreaterThanOrEqual(Math.floor((links * 30) / per30s))
    }),
  )
})
