import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createColumn } from "@/simulator/store/column"
import { createCreatedOrder } from "@/simulator/store/created-order"
import { createHashIndex } from "@/simulator/store/hash-index"

describe("createdOrder", () => {
  it("keeps rows by creation, whatever is inserted and removed", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.boolean()), { maxLength: 200 }), (steps) => {
        const created = createColumn("f64", 1)
        const order = createCreatedOrder(created, 1)
        const living = new Set<number>()
        for (const [row, [time, removesOne]] of steps.entries()) {
          created.set(row, time)
          order.insert(row)
          living.add(row)
          const [oldest] = living
          if (removesOne && oldest !== undefined) {
            order.remove(oldest)
            order.remove(oldest)
            living.delete(oldest)
          }
        }
        const expected = [...living].toSorted((one, other) => created.get(one) - created.get(other) || one - other)
        expect(Array.from({ length: order.size }, (_, position) => order.rowAt(position))).toEqual(expected)
        const from25 = expected.findIndex((row) => created.get(row) >= 25)
        expect(order.positionOf(25)).toBe(from25 < 0 ? expected.length : from25)
      }),
    )
  })
})

describe("hashIndex", () => {
  it("finds the rows of a key, those added later too", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ maxLength: 2 })), { maxLength: 300 }), fc.nat(300), (keys, early) => {
        let count = Math.min(early, keys.length)
        const index = createHashIndex(
          (row) => keys[row] ?? null,
          () => count,
        )
        index.rows("x")
        while (count < keys.length) index.add(count++)
        for (const key of new Set(keys.filter((one) => one !== null))) {
          const expected = keys.flatMap((one, row) => (one === key ? [row] : []))
          expect(index.rows(key).toSorted((one, other) => one - other)).toEqual(expected)
        }
      }),
    )
  })
})
