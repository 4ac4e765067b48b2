import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Known, narrow } from "@/lib/sync/windows/refusals/rules"
import type { Cell, Window } from "@/lib/sync/windows/rules"
import { addDays, type Day } from "@/lib/time"

const today: Day = "2026-03-14"
const names = ["bank_a", "bank_b", "bank_c", "bank_d", "bank_e"]
const cells: Cell[] = Array.from({ length: 60 }, (_, at) => ({
  ...{ day: addDays(today, -(at % 12)), institution: names[at % 4] ?? "", links: 1 + at * 40 },
}))
const known: Known = { cells, institutions: names, today }
const all: Window = { group: 3, from: null, before: null, institutions: null, expected: null }

const has = ({ from, before, institutions }: Window, day: Day, institution: string) =>
  (from === null || day >= from) && (before === null || day < before) && (institutions?.includes(institution) ?? true)

/** What is asked for in the end, where whatever `isRefused` is refused. */
function askAll(
  window: Window,
  isRefused: (window: Window) => boolean,
): { asked: Window[]; given: Window[]; questions: number } {
  if (!isRefused(window)) return { asked: [window], given: [], questions: 1 }
  const parts = narrow(window, known)
  if (parts.length === 0) return { asked: [], given: [window], questions: 1 }
  const answers = parts.map((part) => askAll(part, isRefused))
  const [asked, given] = [answers.flatMap((one) => one.asked), answers.flatMap((one) => one.given)]
  return { asked, given, questions: 1 + answers.reduce((sum, one) => sum + one.questions, 0) }
}

describe("narrow", () => {
  it("comes to an end, has every day and institution once, and gives up only what is refused by itself", () => {
    const ago = fc.integer({ min: 0, max: 11 })
    fc.assert(
      fc.property(ago, fc.constantFrom(...names), fc.boolean(), (badAgo, badName, byDayAlone) => {
        const badDay = addDays(today, -badAgo)
        const isRefused = (one: Window) => has(one, badDay, badName) && (!byDayAlone || one.institutions === null)
        const { asked, given, questions } = askAll(all, isRefused)
        for (let day = 0; day < 12; day++) {
          for (const name of names) {
            const holding = [...asked, ...given].filter((window) => has(window, addDays(today, -day), name))
            expect(holding).toHaveLength(1)
          }
        }
        expect(given).toHaveLength(byDayAlone ? 0 : 1)
        for (const one of given) expect(one).toMatchObject({ from: badDay, institutions: [badName] })
        expect(questions).toBeLessThan(60)
      }),
    )
  })

  it("asks for no day by institution where one has a name that Belvo would refuse", () => {
    const day: Window = { ...all, from: today, before: addDays(today, 1) }
    expect(narrow(day, { ...known, institutions: ["Bank 1"] })).toEqual([])
  })

  it("expects of the parts what the mirror has of them", () => {
    const parts = narrow({ ...all, from: addDays(today, -12), before: addDays(today, 1) }, known)
    const links = cells.reduce((sum, cell) => sum + cell.links, 0)
    expect(parts).toHaveLength(2)
    expect(parts.reduce((sum, { expected }) => sum + (expected ?? 0), 0)).toBe(links)
  })
})
