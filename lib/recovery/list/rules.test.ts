import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  addressBranches,
  isRevocable,
  type Standing,
  sessionBranches,
  timeToRepair,
  toOutcome,
} from "@/lib/recovery/list/rules"
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

  it("tells of whose time is over what is still being looked at, and of an address who is in its widget", () => {
    expect(toOutcome(standing(), at("09:10:00"))).toBe("settling")
    const address = standing({ kind: "address", expiresAt: at("09:05:00"), visitEndsAt: at("09:13:00") })
    expect(toOutcome(address, at("09:12:59"))).toBe("visiting")
    expect(toOutcome(address, at("09:13:00"))).toBe("settling")
    expect(toOutcome({ ...address, visitEndsAt: null }, at("09:05:00"))).toBe("expired")
    const good = { ...address, expiresAt: at("23:00:00") }
    expect(toOutcome(good, at("22:00:00"))).toBe("open")
  })

  it("lets an address be revoked for as long as somebody may use it", () => {
    const broken = standing({ kind: "address", state: "repaired", expiresAt: at("12:00:00") })
    expect(isRevocable(broken, at("11:59:59"))).toBe(true)
    expect(isRevocable(broken, at("12:00:00"))).toBe(false)
    expect(isRevocable({ ...broken, link: valid }, at("11:00:00"))).toBe(false)
    expect(isRevocable({ ...broken, state: "open", link: valid }, at("11:00:00"))).toBe(true)
    expect(isRevocable({ ...broken, state: "revoked" }, at("11:00:00"))).toBe(false)
    expect(isRevocable(standing(), at("09:01:00"))).toBe(false)
  })

  it("takes nothing for news that was known before", () => {
    const known = { ...valid, observedAt: at("08:59:00") }
    expect(toOutcome(standing({ link: known }), at("09:05:00"))).toBe("open")
  })

  it("leaves nothing open for good where nobody settles it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...recoveryKinds), fc.integer({ min: 0, max: 100_000 }), (kind, seconds) => {
        const now = new Date(at("10:10:00").getTime() + seconds * 1_000)
        expect(toOutcome(standing({ kind, visitEndsAt: at("09:10:00") }), now)).toBe("expired")
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
