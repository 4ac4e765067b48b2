import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  advance,
  brought,
  byFailure,
  heldOutBelow,
  leastHeldOut,
  leastTries,
  memberFacts,
  shouldStop,
  toldOf,
  verdictOf,
} from "@/lib/recovery/campaigns/rules"
import { type MemberState, memberStates } from "@/lib/recovery/campaigns/schema"

const facts = fc.array(fc.constantFrom(...memberFacts), { maxLength: 12 })
const states = fc.constantFrom(...memberStates)

describe("advance", () => {
  it("makes no difference of facts that are told again, from the beginning", () => {
    fc.assert(
      fc.property(states, facts, (state, told) => {
        const all = (from: MemberState) => told.reduce(advance, from)
        const once = told.map((_, index) => told.slice(0, index + 1).reduce(advance, state)).at(-1) ?? state
        const settled = ["repaired", "healed", "removed"].includes(once)
        if (settled) expect(all(once)).toBe(once)
        else expect(["gave_up", "failed", "expired", "revoked", "opened", state]).toContain(all(once))
      }),
    )
  })

  it("lets nothing take a repair back, and a repair outdo everything", () => {
    fc.assert(
      fc.property(states, facts, facts, (state, before, after) => {
        expect([...before, "repaired" as const, ...after].reduce(advance, state)).toBe("repaired")
      }),
    )
  })

  it.each([
    ["untouched", "opened", "opened"],
    ["gave_up", "opened", "gave_up"],
    ["gave_up", "failed", "failed"],
    ["gave_up", "expired", "gave_up"],
    ["untouched", "expired", "expired"],
    ["expired", "healed", "healed"],
    ["healed", "opened", "healed"],
    ["waiting", "removed", "removed"],
  ] as const)("%s, then %s: %s", (state, fact, expected) => {
    expect(advance(state, fact)).toBe(expected)
  })
})

describe("shouldStop", () => {
  it("needs enough who tried, and more failures than the share allows", () => {
    const tries = fc.record({ failed: fc.nat(500), other: fc.nat(500) })
    fc.assert(
      fc.property(tries, fc.integer({ min: 5, max: 100 }), ({ failed, other }, percent) => {
        const tried = failed + other
        expect(shouldStop({ failed, tried }, percent)).toBe(tried >= leastTries && failed / tried > percent / 100)
      }),
    )
  })
})

describe("brought", () => {
  it("says nothing of a group that is too small", () => {
    expect(brought({ members: 1_000, working: 500 }, { members: leastHeldOut - 1, working: 0 })).toBeNull()
    expect(brought({ members: 0, working: 0 }, { members: 50, working: 0 })).toBeNull()
  })

  it("proves a large difference of large groups, and no small one of small groups", () => {
    const large = brought({ members: 1_900, working: 760 }, { members: 100, working: 8 })
    expect(large).toMatchObject({ links: 608, proven: true })
    expect(large?.points).toBeCloseTo(32)
    expect(large?.low).toBeGreaterThan(20)
    expect(brought({ members: 30, working: 6 }, { members: 12, working: 2 })?.proven).toBe(false)
  })

  it("has its bounds on both sides of the difference, within what shares can be", () => {
    const group = fc
      .integer({ min: leastHeldOut, max: 5_000 })
      .chain((members) => fc.record({ members: fc.constant(members), working: fc.integer({ min: 0, max: members }) }))
    fc.assert(
      fc.property(group, group, (asked, heldOut) => {
        const found = brought(asked, heldOut)
        if (!found) throw new Error("large enough")
        expect(found.low).toBeLessThanOrEqual(found.points)
        expect(found.high).toBeGreaterThanOrEqual(found.points)
        expect(found.low).toBeGreaterThanOrEqual(-100.001)
        expect(found.high).toBeLessThanOrEqual(100.001)
      }),
    )
  })
})

describe("heldOutBelow", () => {
  it("is the share of all draws, and none of none", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), (percent) => {
        expect(heldOutBelow(percent) / 2 ** 48).toBeCloseTo(percent / 100, 10)
      }),
    )
    expect(heldOutBelow(0)).toBe(0)
  })
})

it("puts the institutions first where the largest part fails, and apart those where nobody has come", () => {
  const of = (name: string, opened: number, failed: number) => ({ name, asked: { opened, states: { failed } } })
  const all = [of("big", 100, 10), of("none", 0, 0), of("small", 4, 3), of("fine", 50, 0), of("twin", 10, 1)]
  const { opened, unopened } = byFailure(all)
  expect(opened.map(({ name }) => name)).toEqual(["small", "big", "twin", "fine"])
  expect(unopened.map(({ name }) => name)).toEqual(["none"])
})

describe("toldOf", () => {
  const found = { links: -4, points: -3, low: -8, high: 2, proven: false }

  it("keeps the sign of what could be chance", () => {
    expect(verdictOf(found)).toBe("unproven")
    expect(toldOf(found)).toEqual({ links: -4, points: -3, low: -8, high: 2 })
  })

  it("says of harm how much less it is, the smaller bound first", () => {
    const harmed = { ...found, high: -1, proven: true }
    expect(verdictOf(harmed)).toBe("harmed")
    expect(toldOf(harmed)).toEqual({ links: 4, points: 3, low: 1, high: 8 })
  })
})
