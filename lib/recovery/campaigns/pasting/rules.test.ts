import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parsePasted } from "@/lib/recovery/campaigns/pasting/rules"

describe("parsePasted", () => {
  it("takes one id a line as people paste them, and says of every other line what is wrong with it", () => {
    const text = `\ufeffusr_1\r\n  "usr_2" ,\n\n\t\nusr_1\rusr_3;\nusr\u0000_4\n${"x".repeat(257)}`
    expect(parsePasted(text)).toEqual({
      ids: [
        { line: 1, value: "usr_1" },
        { line: 2, value: "usr_2" },
        { line: 6, value: "usr_3" },
      ],
      bad: [
        { line: 5, reason: "repeated" },
        { line: 7, reason: "unreadable" },
        { line: 8, reason: "unreadable" },
      ],
      lines: 6,
    })
  })

  it("puts every line that is not empty into exactly one place", () => {
    const line = fc.oneof(fc.constantFrom("", "  ", "usr_1", "usr_2", "a\u0007b"), fc.string({ maxLength: 12 }))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const { ids, bad, lines: count } = parsePasted(lines.join("\n"))
        const all = [...ids, ...bad].map((one) => one.line)
        expect(new Set(all).size).toBe(all.length)
        expect(all.length).toBe(count)
        expect(new Set(ids.map(({ value }) => value)).size).toBe(ids.length)
      }),
    )
  })

  it("reads 50,000 lines with rubbish in them in less than a second", () => {
    const lines = Array.from({ length: 50_000 }, (_, n) =>
      n % 10 === 0 ? `\u0001${n}` : n % 7 === 0 ? "same" : `usr_${n}`,
    )
    const startedAt = performance.now()
    const { bad, lines: count } = parsePasted(lines.join("\n"))
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    expect(count).toBe(50_000)
    expect(bad.filter(({ reason }) => reason === "unreadable")).toHaveLength(5_000)
  })
})
