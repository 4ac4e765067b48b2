import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addressBranches, type Standing, sessionBranches, timeToRepair, toOutcome } from "@/lib/recovery/list/rules"
import { outcomeFilters, recoveryKinds } from "@/lib/recovery/list/schema"

const at = (clock: string) => new Date(`2026-03-01T${clock}Z`)
const standing = (more: Partial<Standing> = {}): Standing => ({
  ...{
    kind: "update",
    state: "open",
    madeAt: at("09:00:00"),
    expiresAt: at("09:10:00"),
    settledAt: null,
  },
  link: { status: "invalid", statusSince: at("08:00:00"), observedAt: at("08:00:00") },
  ...more,
})
const valid = { status: "valid", statusSince: at("09:04:00"), observedAt: at("09:04:00") }

describe("toOutcome", () => {
  it("tells of an open one what the mirror knows of its link already", () => {
    expect(toOutcome(standing({ link: valid }), at("09:05:00"))).toBe("repaired")
    expect(toOutcome(standing({ kind: "create", link: null }), at("09:05:00"))).toBe("open")
  })

  it("tells of an open address what the filter finds it by, until it has been ended: it can still be revoked", () => {
    expect(toOutcome(standing({ kind: "address", link: valid }), at("09:05:00"))).toBe("open")
    expect(toOutcome(standing({ kind: "address", link: valid }), at("09:10:00"))).toBe("expired")
  })

  it("takes nothing for news that was known before", () => {
    const known = { ...valid, observedAt: at("08:59:00") }
    expect(toOutcome(standing({ link: known }), at("09:05:00"))).toBe("open")
  })

  it("leaves nothing open for good where nobody settles it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...recoveryKinds), fc.integer({ min: 0, max: 100_000 }), (kind, seconds) => {
        const now = new Date(at("09:12:00").getTime() + seconds * 1_000)
        expect(toOutcome(standing({ kind }), now)).toBe("expired")
      }),
    )
  })

  it("calls a session's healing a repair, an address's its own", () => {
    expect(toOutcome(standing({ state: "healed" }), at("09:05:00"))).toBe("repaired")
    expect(toOutcome(standing({ kind: "address", state: "healed" }), at("09:05:00"))).toBe("healed")
    expect(toOutcome(standing({ kind: "create", state: "connected" }), at("09:05:00"))).toBe("connected")
  })
})

describe("timeToRepair", () => {
  it("runs from the making to the link that works, and for nothing else", () => {
    expect(timeToRepair(standing({ state: "healed", settledAt: at("09:03:30") }), at("10:00:00"))).toBe(210_000)
    expect(timeToRepair(standing({ link: valid }), at("09:05:00"))).toBe(240_000)
    expect(timeToRepair(standing({ state: "failed", settledAt: at("09:03:30") }), at("10:00:00"))).toBeNull()
    expect(
      timeToRepair(standing({ kind: "address", state: "healed", settledAt: at("09:03:30") }), at("10:00:00")),
    ).toBeNull()
  })
})

describe("what the index keeps apart", () => {
  it("is gone through whole where nothing is filtered, and each part once", () => {
    const keys = [
      ...sessionBranches({ kind: "", outcome: "" }).map(({ mode, standing: one }) => `${mode} ${one}`),
      ...addressBranches({ kind: "", outcome: "" }),
    ]
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toHaveLength(2 * 8 + 9)
  })

  it("is divided by the outcomes: nothing is left out by all of them", () => {
    const found = outcomeFilters.flatMap((outcome) => sessionBranches({ kind: "create", outcome }))
    expect(found).toHaveLength(sessionBranches({ kind: "create", outcome: "" }).length)
    const addresses = new Set(outcomeFilters.flatMap((outcome) => addressBranches({ kind: "address", outcome })))
    expect(addresses.size).toBe(addressBranches({ kind: "address", outcome: "" }).length)
    expect(addressBranches({ kind: "update", outcome: "" })).toEqual([])
    expect(sessionBranches({ kind: "address", outcome: "" })).toEqual([])
  })
})
