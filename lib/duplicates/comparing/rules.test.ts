import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { groupAlike, plainName, plainNumber } from "@/lib/duplicates/comparing/rules"

const account = fc.tuple(fc.constantFrom("1", "2", "3", "4"), fc.constantFrom("a", "b"))
const links = fc.uniqueArray(fc.record({ linkId: fc.uuid(), accounts: fc.array(account, { maxLength: 3 }) }), {
  selector: ({ linkId }) => linkId,
  maxLength: 8,
})
type Given = { linkId: string; accounts: readonly (readonly [string, string])[] }
const printed = (given: readonly Given[]) =>
  given.map(({ linkId, accounts }) => ({
    linkId,
    prints: accounts.map(([number, name]) => ({ number, whole: `${number} ${name}` })),
  }))
const sorted = (groups: ReturnType<typeof groupAlike>) => groups.map((one) => JSON.stringify(one)).toSorted()

describe("groupAlike", () => {
  it("puts two links together exactly where a chain of equal numbers leads from one to the other", () => {
    fc.assert(
      fc.property(links, (given) => {
        const groups = groupAlike(printed(given))
        const together = (a: string, b: string) =>
          groups.some(({ linkIds }) => linkIds.includes(a) && linkIds.includes(b))
        const sharing = (a: Given, b: Given) => a.accounts.some(([own]) => b.accounts.some(([other]) => own === other))
        const pairs = given.flatMap((one, place) => given.slice(place + 1).map((other) => [one, other] as const))
        for (const [one, other] of pairs.filter(([a, b]) => sharing(a, b))) {
          expect(together(one.linkId, other.linkId)).toBe(true)
        }
        for (const { linkIds } of groups) {
          const numbers = linkIds.map(
            (id) => given.find(({ linkId }) => linkId === id)?.accounts.map(([number]) => number) ?? [],
          )
          expect(
            numbers.every((own, place) =>
              numbers.some((others, at) => at !== place && own.some((one) => others.includes(one))),
            ),
          ).toBe(true)
        }
        const ids = groups.flatMap(({ linkIds }) => linkIds)
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })

  it("does not depend on the order", () => {
    fc.assert(
      fc.property(links, (given) => {
        expect(sorted(groupAlike(printed(given.toReversed())))).toEqual(sorted(groupAlike(printed(given))))
      }),
    )
  })

  it("tells the same number under another name from the same account, and makes nothing of a name alone", () => {
    const one = (linkId: string, number: string, name: string) => ({ linkId, accounts: [[number, name]] as const })
    const grades = (given: Parameters<typeof printed>[0]) => groupAlike(printed(given)).map(({ grade }) => grade)
    expect(grades([one("a", "1", "a"), one("b", "1", "a")])).toEqual(["same"])
    expect(grades([one("a", "1", "a"), one("b", "1", "b")])).toEqual(["number"])
    expect(grades([one("a", "1", "a"), one("b", "2", "a")])).toEqual([])
    expect(grades([one("a", "1", "a"), one("b", "1", "a"), one("c", "1", "b")])).toEqual(["number"])
  })
})

describe("plainNumber", () => {
  it.each([
    ["1234 5678", "12345678"],
    ["12-34.56/78 ab", "12345678AB"],
    ["123", null],
    ["", null],
    [null, null],
  ])("reads %j as %j", (number, plain) => {
    expect(plainNumber(number)).toBe(plain)
  })
})

describe("plainName", () => {
  it("ignores case and blanks", () => {
    expect(plainName("  Cuenta   NÓMINA ")).toBe("cuenta nómina")
    expect(plainName(null)).toBe("")
  })
})
