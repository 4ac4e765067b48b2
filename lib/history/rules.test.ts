import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { changesBetween, countDeltas, type Move, type Tracked } from "@/lib/history/rules"

const tracked = fc.record<Tracked>({
  institution: fc.constantFrom("erebor_mx_retail", "ofmockbank_br_retail"),
  accessMode: fc.constantFrom("single", "recurrent", null),
  status: fc.constantFrom("valid", "invalid", "token_required", "unconfirmed", "paused"),
  refreshRate: fc.constantFrom("6h", "24h", null),
  externalId: fc.constantFrom("usr_1", "usr_2", null),
  credentialsStorage: fc.constantFrom("store", "30d"),
  institutionUserId: fc.constantFrom("a login", "another", null),
  present: fc.boolean(),
})
const carryingStatus = ["appeared", "returned", "status", "removed"]
const held = fc.option(tracked, { nil: null })

describe("changesBetween", () => {
  it("says nothing where nothing that history follows has changed", () => {
    fc.assert(
      fc.property(tracked, (link) => {
        expect(changesBetween(link, link)).toEqual([])
      }),
    )
  })

  it("tells coming and going exactly where presence changes", () => {
    fc.assert(
      fc.property(held, tracked, (before, after) => {
        const kinds = changesBetween(before, after).map(({ kind }) => kind)
        const [was, is] = [before?.present ?? false, after.present]
        expect(kinds.includes("appeared")).toBe(before === null && is)
        expect(kinds.includes("returned")).toBe(before !== null && !was && is)
        expect(kinds.includes("removed")).toBe(was && !is)
      }),
    )
  })

  it("lets the status be followed through every change", () => {
    fc.assert(
      fc.property(fc.array(tracked, { minLength: 1 }), (sights) => {
        let told: string | null = null
        for (const [index, after] of sights.entries()) {
          const changes = changesBetween(sights[index - 1] ?? null, after)
          told = changes.findLast(({ kind }) => carryingStatus.includes(kind))?.after ?? (after.present ? told : null)
          expect(told).toBe(after.present ? after.status : null)
        }
      }),
    )
  })
})

describe("countDeltas", () => {
  it("adds up to the links that are present, cell by cell", () => {
    const histories = fc.array(fc.array(tracked, { minLength: 1, maxLength: 6 }), { maxLength: 8 })
    fc.assert(
      fc.property(histories, (links) => {
        const moves = links.flatMap((sights) =>
          sights.map((after, index): Move => ({ day: "2026-03-01", before: sights[index - 1] ?? null, after })),
        )
        const now = links.flatMap((sights) => sights.at(-1) ?? []).filter(({ present }) => present)
        const counted = countDeltas(moves)
        expect(counted.every(({ delta }) => delta !== 0)).toBe(true)
        for (const { institution, accessMode, status, delta } of counted) {
          const there = now.filter(
            (one) => one.institution === institution && (one.accessMode ?? "") === accessMode && one.status === status,
          )
          expect(there).toHaveLength(delta)
        }
        expect(counted.reduce((sum, { delta }) => sum + delta, 0)).toBe(now.length)
      }),
    )
  })
})
