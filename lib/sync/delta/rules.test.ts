import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nextSlice, readCursor, toCursor } from "@/lib/sync/delta/rules"
import type { Window } from "@/lib/sync/windows/rules"
import { addDays } from "@/lib/time"

const windows = fc
  .array(fc.record({ links: fc.integer({ min: 0, max: 4_000 }), one: fc.boolean() }), { minLength: 1, maxLength: 40 })
  .map((list) =>
    list.map(
      ({ links, one }, at): Window => ({
        ...{ group: at, from: at === 0 ? null : addDays("2025-01-01", at), before: null },
        institutions: one ? [`bank_${at}`] : null,
        expected: links,
      }),
    ),
  )

describe("nextSlice", () => {
  it("takes every window once before it takes one again", () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: 0, max: 12 }), (all, requests) => {
        const taken: Window[] = []
        for (let cursor: string | null = null; taken.length < all.length; ) {
          const slice = nextSlice(all, cursor, requests)
          expect(slice.windows.length).toBeGreaterThan(0)
          expect(new Set(slice.windows).size).toBe(slice.windows.length)
          taken.push(...slice.windows)
          cursor = slice.cursor
        }
        expect(new Set(taken.slice(0, all.length)).size).toBe(all.length)
      }),
    )
  })

  it("goes on where the last one ended, though the plan has changed meanwhile", () => {
    const plan = ["2025-01-01", "2025-02-01", "2025-03-01"].map(
      (from, group) => ({ group, from, before: null, institutions: null, expected: 900 }) as Window,
    )
    const { cursor } = nextSlice(plan, null, 1)

    expect(nextSlice(plan.slice(1), cursor, 1).windows).toEqual([plan[1]])
  })

  it("has nothing to take of nothing", () => {
    expect(nextSlice([], "2025-01-01 ", 10)).toEqual({ windows: [], cursor: null })
  })
})

describe("readCursor", () => {
  it("reads what was written, and begins anew without", () => {
    const cursors = { fresh: null, broken: "2025-01-01 ", rest: null }

    expect(readCursor(toCursor(cursors))).toEqual(cursors)
    expect(readCursor(null)).toEqual({ fresh: null, broken: null, rest: null })
  })
})
