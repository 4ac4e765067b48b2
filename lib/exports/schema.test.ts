import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { refusedPath } from "@/lib/exports/schema"

describe("refusedPath", () => {
  it("leads to the page that says why there is no file", () => {
    expect(refusedPath("sandbox", "CONFLICT")).toBe("/sandbox/exports?refused=CONFLICT")
  })

  it.each(["/evil.example", "//evil.example", "\\evil.example", "/\tevil.example", "\t/evil.example", "..", "."])(
    "leads nowhere else for an environment named %j",
    (environment) => {
      expect(new URL(refusedPath(environment, "NOT_FOUND"), "http://own.example").origin).toBe("http://own.example")
    },
  )

  it("stays at home whatever the address named", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (environment) => {
        const target = new URL(refusedPath(environment, "NOT_FOUND"), "http://own.example")
        expect([target.origin, target.search]).toEqual(["http://own.example", "?refused=NOT_FOUND"])
      }),
    )
  })
})
