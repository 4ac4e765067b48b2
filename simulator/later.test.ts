import fc from "fast-check"
import { expect, it } from "vitest"
import { createLater } from "@/simulator/later"

it("does what is due in the order of its time, and in the order of asking at the same time", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.nat(25), (times, now) => {
      const later = createLater()
      const done: [number, number][] = []
      for (const [index, time] of times.entries()) later.at(time, (due) => done.push([due, index]))
      later.run(now)
      const due = times.map((time, index): [number, number] => [time, index]).filter(([time]) => time <= now)
      expect(done).toEqual(due.toSorted(([one, first], [other, second]) => one - other || first - second))
      expect(later.waiting).toBe(times.length - due.length)
    }),
  )
})

it("does at once what a task asks for and is due already", () => {
  const later = createLater()
  const done: string[] = []
  later.at(1, (due) => {
    done.push("first")
    later.at(due + 1, () => done.push("second"))
    later.at(due + 9, () => done.push("too late"))
  })
  later.at(3, () => done.push("third"))
  later.run(5)
  expect(done).toEqual(["first", "second", "third"])
})
