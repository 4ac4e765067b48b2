import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isNumberTyped } from "@/lib/links/selection/rules"

describe("isNumberTyped", () => {
  it("takes the number however it is grouped, and no other", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }), (links, typed) => {
        for (const locale of ["en", "es", "pt-BR", "de-CH"]) {
          expect(isNumberTyped(typed.toLocaleString(locale), links)).toBe(typed === links)
        }
      }),
    )
    for (const typed of ["", "30 links", "-30", "x30", "3e1"]) expect(isNumberTyped(typed, 30)).toBe(false)
  })
})
