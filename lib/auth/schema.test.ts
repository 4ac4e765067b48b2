import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { callbackPath, email } from "@/lib/auth/schema"

const origin = "https://enlace.example.com"

describe("callbackPath", () => {
  it.each([
    ["/sandbox/links?status=invalid#row", "/sandbox/links?status=invalid#row"],
    ["https://evil.example.com/", "/"],
    ["//evil.example.com", "/"],
    ["/\\evil.example.com", "/"],
    ["/\t/evil.example.com", "/"],
    ["/.//evil.example.com", "/"],
    ["javascript:alert(1)", "/"],
    ["/sign-in?callbackUrl=/sign-in", "/"],
    [undefined, "/"],
    [["/a", "/b"], "/"],
  ])("leads %j to %s", (given, path) => {
    expect(callbackPath.parse(given)).toBe(path)
  })

  it("never leads to another host, whatever the address says", () => {
    const nasty = fc.string({ unit: fc.constantFrom("/", "\\", ".", ":", "@", "\t", "\n", "a", "%2f", "?", "#") })
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string(), fc.webUrl()), (text) => {
        const path = callbackPath.parse(text)
        expect(path.startsWith("/")).toBe(true)
        expect(new URL(path, origin).origin).toBe(origin)
      }),
    )
  })
})

describe("email", () => {
  it("takes what people paste, and compares in lower case", () => {
    expect(email.parse("  Ana@Example.COM ")).toBe("ana@example.com")
    expect(email.safeParse("ana").success).toBe(false)
  })
})
