import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { mostPagedLinks, windowLinks } from "@/lib/sync/windows/pages/rules"
import { type Cell, halves, planWindows, requestsFor, type Window } from "@/lib/sync/windows/rules"
import { addDays, type Day } from "@/lib/time"

const today: Day = "2026-03-14"
const names = Array.from({ length: 36 }, (_, at) => `bank_${"abcdef"[at % 6]}${"uvwxyz"[Math.floor(at / 6)]}_mx_retail`)

const cells = fc
  .uniqueArray(
    fc.record({
      day: fc.integer({ min: 0, max: 400 }).map((ago) => addDays(today, -ago)),
      institution: fc.constantFrom(...names.slice(0, 12)),
      links: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3_000 })),
    }),
    { maxLength: 120, selector: ({ day, institution }) => `${day} ${institution}` },
  )
  .map((list): Cell[] => list)

const has = ({ from, before, institutions }: Window, day: Day, institution: string) =>
  (from === null || day >= from) && (before === null || day < before) && (institutions?.includes(institution) ?? true)

describe("planWindows", () => {
  it("has every day and known institution in exactly one window, days that nobody knows of, too", () => {
    fc.assert(
      fc.property(cells, fc.integer({ min: -30, max: 500 }), (known, ago) => {
        const plan = planWindows(known, today)
        for (const { day, institution } of known) {
          expect(plan.filter((window) => has(window, day, institution))).toHaveLength(1)
        }
        const anyDay = addDays(today, -ago)
        const groups = new Set(
          plan.filter(({ from, before }) => has({ ...whole, from, before }, anyDay, "")).map(({ group }) => group),
        )
        expect(groups.size).toBe(1)
      }),
    )
  })

  it("expects what the mirror knows, and no more than a page of several days or institutions", () => {
    fc.assert(
      fc.property(cells, (known) => {
        const plan = planWindows(known, today)
        const total = known.reduce((sum, { links }) => sum + links, 0)
        expect(plan.reduce((sum, { expected }) => sum + (expected ?? 0), 0)).toBe(total)
        for (const window of plan) {
          const inside = known.filter(({ day, institution }) => has(window, day, institution))
          if ((window.expected ?? 0) > windowLinks) expect(new Set(inside.map(({ day }) => day)).size).toBe(1)
        }
      }),
    )
  })

  it("never asks for an institution by a name that Belvo would refuse", () => {
    fc.assert(
      fc.property(cells, (known) => {
        const odd = known.map((cell) => (cell.institution === names[0] ? { ...cell, institution: "Bank 1" } : cell))
        expect(planWindows(odd, today).some(({ institutions }) => institutions?.includes("Bank 1"))).toBe(false)
      }),
    )
  })

  it("keeps what is new since the day before apart, where the count never holds still", () => {
    const known: Cell[] = [-30, -1, 0].map((ago) => ({ day: addDays(today, ago), institution: "a", links: 10 }))

    expect(planWindows(known, today)).toEqual([
      { group: 0, from: null, before: addDays(today, -1), institutions: null, expected: 10 },
      { group: 1, from: addDays(today, -1), before: null, institutions: null, expected: 20 },
    ])
  })

  it("is one window for a mirror without links", () => {
    expect(planWindows([], today)).toEqual([{ group: 0, from: null, before: null, institutions: null, expected: 0 }])
  })

  it.each([
    ["even", () => 1_000, 1_000],
    ["quiet", () => 200, 5_000],
    ["busy", () => 3_000, 334],
    ["growing", (day: number) => 2 * day, 1_000],
    ["with a day of a tenth of all", (day: number) => (day === 500 ? 100_000 : 900), 1_000],
    ["with weekends", (day: number) => (day % 7 < 2 ? 100 : 1_360), 1_000],
  ] as const)(
    "takes at most a quarter more requests than full pages would, for dates that are %s",
    (_name, daily, days) => {
      const known = shaped(daily, days)
      const links = known.reduce((sum, cell) => sum + cell.links, 0)

      expect(links).toBeGreaterThan(900_000)
      expect(requestsFor(planWindows(known, today))).toBeLessThanOrEqual((1.25 * links) / 1_000)
    },
  )
})

const whole: Window = { group: 0, from: null, before: null, institutions: null, expected: null }

/** A few institutions have most of the links, as everywhere. */
function shaped(daily: (day: number) => number, days: number): Cell[] {
  const weights = names.map((_, rank) => 1 / (rank + 1))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return Array.from({ length: days }, (_, day) =>
    names.map((institution, rank) => ({
      day: addDays(today, day - days),
      institution,
      links: Math.round(((weights[rank] ?? 0) / all) * daily(day) * (0.7 + 0.6 * (((day * 7 + rank * 13) % 10) / 9))),
    })),
  )
    .flat()
    .filter(({ links }) => links > 0)
}

describe("halves", () => {
  it("touch each other, and end with single days", () => {
    const day = fc.integer({ min: 0, max: 2_000 }).map((after) => addDays("2020-01-01", after))
    fc.assert(
      fc.property(fc.option(day), fc.option(day), (a, b) => {
        const [from, before] = a !== null && b !== null && a > b ? [b, a] : [a, b]
        if (from === before && from !== null) return
        const two = halves({ from, before }, today)
        const isOneDay = from !== null && before !== null && addDays(from, 1) === before
        if (isOneDay) expect(two).toBeNull()
        else if (two) {
          expect([two[0].from, two[1].before]).toEqual([from, before])
          expect(two[0].before).toBe(two[1].from)
          expect(two[0].before).not.toBe(from)
          expect(two[1].from).not.toBe(before)
        }
      }),
    )
  })

  it("of all time end after a few steps", () => {
    let open = [{ from: null as Day | null, before: null as Day | null }]
    for (let step = 0; step < 20; step++) {
      open = open.flatMap((range) => halves(range, today) ?? []).slice(0, mostPagedLinks)
    }
    expect(open).toEqual([])
  })
})
