import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { adviseBeforeNewLink } from "@/lib/users/rules"
import { type Advice, type KnownUser, parseUserSegment, type UserLink, userPath } from "@/lib/users/schema"

const at = (day: number) => new Date(Date.UTC(2026, 0, day))
const link: fc.Arbitrary<UserLink> = fc.record({
  id: fc.uuid(),
  institution: fc.constantFrom("erebor_mx_retail", "gringotts_mx_retail", "ofmockbank_br_retail", "plain"),
  institutionName: fc.constant(null),
  status: fc.constantFrom("valid", "invalid", "token_required", "unconfirmed", "something_new"),
  accessMode: fc.constantFrom("recurrent", "single", null),
  createdAt: fc.integer({ min: 1, max: 28 }).map(at),
  statusSince: fc.constant(at(28)),
  lastAccessedAt: fc.constant(null),
  institutionUserId: fc.constantFrom("login-1", "login-2", null),
  removedAt: fc.option(fc.constant(at(28)), { freq: 3 }),
  hasAccounts: fc.boolean(),
  known: fc.boolean(),
})
const links = fc.uniqueArray(link, { selector: ({ id }) => id, maxLength: 8 })
const nobody: KnownUser = { known: false, linkIds: [], missing: [], elsewhere: [] }

const advise = (given: readonly UserLink[], known: KnownUser | null = null): Advice[] =>
  adviseBeforeNewLink({ links: given, known, shared: [] })
const of = <K extends Advice["kind"]>(found: readonly Advice[], kind: K) =>
  found.filter((one): one is Extract<Advice, { kind: K }> => one.kind === kind)
const presentOf = (given: readonly UserLink[]) => given.filter(({ removedAt }) => removedAt === null)

describe("adviseBeforeNewLink", () => {
  it("says of every link that is there to use it, to repair it, or which one has the same login", () => {
    fc.assert(
      fc.property(links, (given) => {
        const found = advise(given)
        const told = [
          ...of(found, "repair").map(({ linkId }) => linkId),
          ...of(found, "works").map(({ linkId }) => linkId),
          ...of(found, "duplicates").flatMap(({ others }) => others),
        ]
        expect(told.toSorted()).toEqual(
          presentOf(given)
            .map(({ id }) => id)
            .toSorted(),
        )
      }),
    )
  })

  it("repairs only what is broken, and nothing of a login that works", () => {
    fc.assert(
      fc.property(links, (given) => {
        for (const { linkId } of of(advise(given), "repair")) {
          const broken = given.find(({ id }) => id === linkId)
          expect(broken?.status).not.toBe("valid")
          const twins = presentOf(given).filter(
            (one) =>
              broken?.institutionUserId !== null &&
              one.institution === broken?.institution &&
              one.institutionUserId === broken.institutionUserId,
          )
          expect(twins.some(({ status }) => status === "valid")).toBe(false)
        }
      }),
    )
  })

  it("takes for duplicates only what has the same institution and a login that is not null", () => {
    fc.assert(
      fc.property(links, (given) => {
        for (const { keep, others } of of(advise(given), "duplicates")) {
          const group = given.filter(({ id }) => id === keep || others.includes(id))
          expect(new Set(group.map((one) => `${one.institution} ${one.institutionUserId}`)).size).toBe(1)
          expect(group.every(({ institutionUserId }) => institutionUserId !== null)).toBe(true)
        }
      }),
    )
  })

  it("is the same whatever the order, and says nothing of removed links but Brazil's quota", () => {
    fc.assert(
      fc.property(links, (given) => {
        const sorted = (found: readonly Advice[]) => found.map((one) => JSON.stringify(one)).toSorted()
        expect(sorted(advise(given.toReversed()))).toEqual(sorted(advise(given)))
        const withoutRemoved = advise(presentOf(given)).filter(({ kind }) => kind !== "brazil")
        expect(advise(given).filter(({ kind }) => kind !== "brazil")).toEqual(withoutRemoved)
      }),
    )
  })

  it("says all of a bank at one place", () => {
    fc.assert(
      fc.property(links, (given) => {
        const banks = advise(given).flatMap((one) => ("institution" in one ? [one.institution] : []))
        const runs = banks.filter((bank, place) => bank !== banks[place - 1])
        expect(runs).toEqual([...new Set(banks)])
      }),
    )
  })

  it("says that a new link is right exactly where there is none and none is looked for", () => {
    fc.assert(
      fc.property(links, fc.boolean(), (given, isMissing) => {
        const known = { ...nobody, known: true, missing: isMissing ? ["x"] : [] }
        const isFree = presentOf(given).length === 0 && !isMissing
        expect(of(advise(given, known), "free")).toHaveLength(Number(isFree))
      }),
    )
  })

  it("names what a Brazilian link needs, and its quota", () => {
    const [one] = fc.sample(link, 1)
    if (!one) throw new Error("no sample")
    const consented = { ...one, institution: "ofmockbank_br_retail", status: "invalid", removedAt: null }
    expect(advise([consented])).toEqual([
      { kind: "repair", linkId: one.id, institution: "ofmockbank_br_retail", step: "renewConsent" },
      { kind: "brazil", institutions: ["ofmockbank_br_retail"] },
    ])
    expect(advise([{ ...consented, removedAt: at(2) }]).map(({ kind }) => kind)).toEqual(["brazil", "free"])
  })

  it("tells a user that the directory does not know, only where there is a directory", () => {
    expect(advise([], null).map(({ kind }) => kind)).toEqual(["free"])
    expect(advise([], nobody).map(({ kind }) => kind)).toEqual(["notInDirectory", "free"])
  })
})

describe("userPath", () => {
  it("leads back to the same id, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (id) => {
        const path = userPath("sandbox", id)
        if (path === null) return
        const { pathname } = new URL(path, "https://enlace.example.com")
        expect(pathname.split("/")).toHaveLength(4)
        expect(parseUserSegment(pathname.split("/").at(-1) ?? "")).toBe(id)
      }),
    )
  })

  it.each(["", ".", ".."])("has none for %j", (id) => {
    expect(userPath("sandbox", id)).toBeNull()
  })
})
