import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createScrub } from "@/lib/belvo/scrub"

describe("createScrub", () => {
  it("leaves no secret in a text, in any of the ways that an echo writes it", () => {
    const secret = fc.string({ minLength: 12, maxLength: 40 }).filter((text) => !"[redacted]".includes(text))
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 3 }), fc.string(), (secrets, around) => {
        const echo = secrets.map(
          (text) => `${around}${text} ${encodeURIComponent(text)} ${JSON.stringify({ a: text })}`,
        )
        const clean = createScrub(secrets)(echo.join(around))

        for (const text of secrets) expect(clean).not.toContain(text)
      }),
    )
  })

  it("removes the longer of two secrets whole", () => {
    expect(createScrub(["abc", "abc-123"])("x abc-123 abc")).toBe("x [redacted] [redacted]")
  })

  it("is not stopped by an empty secret", () => {
    expect(createScrub(["", "abc"])("x abc")).toBe("x [redacted]")
  })
})
