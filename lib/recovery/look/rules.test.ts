import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { contactHref, contrast, logoTypeOf, paletteOf } from "@/lib/recovery/look/rules"

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`)

describe("paletteOf", () => {
  it("keeps every text readable and the button apart from its background, whatever is chosen", () => {
    fc.assert(
      fc.property(colour, colour, (accent, background) => {
        const { ink, muted, onAccent, edge } = paletteOf(accent, background)
        expect(contrast(ink, background)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(muted, background)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(onAccent, accent)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(edge, background)).toBeGreaterThanOrEqual(3)
      }),
    )
  })

  it("measures as WCAG does", () => {
    expect(contrast("#000000", "#ffffff")).toBe(21)
    expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2)
  })
})

it("knows a logo by its first bytes, not by its name", () => {
  expect(logoTypeOf(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]))).toBe("image/png")
  expect(logoTypeOf(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBe("image/jpeg")
  expect(logoTypeOf(new TextEncoder().encode("<svg onload=alert(1)>"))).toBeNull()
})

it.each([
  ["help@example.com", "mailto:help@example.com"],
  ["+52 (55) 1234-5678", "tel:+525512345678"],
  ["https://example.com/help", "https://example.com/help"],
  ["http://example.com", null],
  ["javascript:alert(1)", null],
  ["Call Ana, 55 1234 5678", null],
])("leads from %s to %s", (contact, href) => {
  expect(contactHref(contact)).toBe(href)
})
