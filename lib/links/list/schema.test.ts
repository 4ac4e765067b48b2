import { describe, expect, it } from "vitest"
import { linkFilterInput } from "@/lib/links/list/schema"

describe("linkFilterInput", () => {
  it("refuses what the list would ignore, so that an act never widens by a typing error", () => {
    expect(linkFilterInput.safeParse("status=invalid").success).toBe(true)
    expect(linkFilterInput.safeParse("?status=invalid").success).toBe(true)
    expect(linkFilterInput.safeParse("staus=invalid").success).toBe(false)
    expect(linkFilterInput.safeParse("createdFrom=yesterday").success).toBe(false)
  })

  it("refuses the list of a past day: who is in it may be somebody else by now", () => {
    expect(linkFilterInput.safeParse("status=invalid&asOf=2026-03-03").success).toBe(false)
  })
})
