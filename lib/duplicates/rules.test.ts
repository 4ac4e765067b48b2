import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Candidate, proposeSurvivor, rankMembers } from "@/lib/duplicates/rules"

const member: fc.Arbitrary<Candidate> = fc.record({
  id: fc.uuid(),
  status: fc.constantFrom("valid", "invalid", "token_required", "unconfirmed", "on_hold"),
  known: fc.boolean(),
  accessMode: fc.constantFrom("recurrent", "single", null),
  createdAt: fc.integer({ min: 1, max: 4 }).map((day) => new Date(Date.UTC(2026, 0, day))),
})
const group = fc.uniqueArray(member, { selector: ({ id }) => id, minLength: 1, maxLength: 8 })
const day = (of: number) => new Date(Date.UTC(2026, 0, of))
const one = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  ...{ id, status: "valid", known: false, accessMode: "recurrent", createdAt: day(1) },
  ...more,
})

describe("proposeSurvivor", () => {
  it("names a link of the group, the same whatever the order, and again when asked of the one it named", () => {
    fc.assert(
      fc.property(group, fc.nat(), (members, turn) => {
        const proposed = proposeSurvivor(members)
        expect(members).toContain(proposed.survivor)
        const shift = turn % members.length
        const turned = [...members.slice(shift), ...members.slice(0, shift)].toReversed()
        expect(proposeSurvivor(turned)).toEqual(proposed)
        expect(proposeSurvivor([proposed.survivor])).toEqual({ survivor: proposed.survivor, reasons: [] })
      }),
    )
  })

  it("never gives up one that works, nor among equals one that the directory uses, refreshes itself or is newer", () => {
    fc.assert(
      fc.property(group, (members) => {
        const { survivor } = proposeSurvivor(members)
        const worth = ({ status, known, accessMode, createdAt }: Candidate) =>
          [status === "valid", known, accessMode === "recurrent", createdAt.toISOString()].map(String).join(" ")
        // "false" sorts before "true", and moments as they pass.
        expect(worth(survivor)).toBe(members.map(worth).toSorted().at(-1))
      }),
    )
  })

  it("stays with its choice when one of the others goes", () => {
    fc.assert(
      fc.property(group, fc.nat(), (members, which) => {
        const { survivor } = proposeSurvivor(members)
        const gone = members[which % members.length]
        const left = members.filter((each) => each === survivor || each !== gone)
        expect(proposeSurvivor(left).survivor).toBe(survivor)
      }),
    )
  })

  it.each([
    ["valid", [one("a", { status: "invalid", known: true }), one("b")], "b"],
    ["known", [one("a", { createdAt: day(9) }), one("b", { known: true, accessMode: "single" })], "b"],
    ["recurrent", [one("a", { accessMode: "single", createdAt: day(9) }), one("b")], "b"],
    ["newest", [one("a"), one("b", { createdAt: day(2) })], "b"],
    ["id", [one("b"), one("a")], "a"],
  ] as const)("says that it was chosen by %s where that is what tells them apart", (reason, members, id) => {
    expect(proposeSurvivor(members)).toMatchObject({ survivor: { id }, reasons: [reason] })
  })

  it("says every reason that ruled somebody out, in their order", () => {
    const members = [
      one("a", { status: "invalid" }),
      one("b", { accessMode: "single" }),
      one("c"),
      one("d", { createdAt: day(2) }),
    ]
    expect(proposeSurvivor(members)).toMatchObject({ survivor: { id: "d" }, reasons: ["valid", "recurrent", "newest"] })
  })

  it("has nothing to propose where there is nothing", () => {
    expect(() => proposeSurvivor([])).toThrow()
  })
})

describe("rankMembers", () => {
  it("puts everybody in the place in which they would be proposed", () => {
    fc.assert(
      fc.property(group, (members) => {
        const ranked = rankMembers(members)
        expect(new Set(ranked)).toEqual(new Set(members))
        for (const [place, each] of ranked.entries()) expect(proposeSurvivor(ranked.slice(place)).survivor).toBe(each)
      }),
    )
  })
})
