import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { idRange, nextText } from "@/lib/links/where/rules"

/** As PostgreSQL's "C" collation compares. */
const compareBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
const text = fc.string({ unit: "grapheme", maxLength: 12 }).filter((value) => value.isWellFormed())

describe("nextText", () => {
  it("bounds exactly the texts that begin with the prefix", () => {
    fc.assert(
      fc.property(
        text.filter((prefix) => prefix !== ""),
        text,
        fc.boolean(),
        (prefix, other, joined) => {
          const value = joined ? prefix + other : other
          const end = nextText(prefix)
          const between = compareBytes(value, prefix) >= 0 && (end === null || compareBytes(value, end) < 0)
          expect(between).toBe(value.startsWith(prefix))
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it("steps over the surrogates and off the end of Unicode", () => {
    expect(nextText("a\u{d7ff}")).toBe("a\u{e000}")
    expect(nextText("a\u{10ffff}")).toBe("b")
    expect(nextText("\u{10ffff}")).toBeNull()
  })
})

describe("idRange", () => {
  const isIn = (id: string, prefix: string) => {
    const range = idRange(prefix)
    return range !== null && id >= range.from && id <= range.to
  }

  it("holds the ids that begin with it, dashed or bare, and no other", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), fc.integer({ min: 1, max: 36 }), fc.boolean(), (id, other, length, bare) => {
        const whole = bare ? id.replaceAll("-", "") : id
        const prefix = whole.slice(0, length).toUpperCase()
        const begins = (one: string) => (bare ? one.replaceAll("-", "") : one).startsWith(prefix.toLowerCase())
        expect(isIn(id, prefix)).toBe(true)
        expect(isIn(other, prefix)).toBe(begins(other))
      }),
    )
  })

  it.each(["", "usr_1", "12345-678", "g", "1".repeat(33), "123456789-"])(
    "knows no id that begins with %j",
    (prefix) => {
      expect(idRange(prefix)).toBeNull()
    },
  )
})
