import { describe, expect, it } from "vitest"
import { linkFilterInput } from "@/lib/links/list/schema"

describe("linkFilterInput", () => {
  it("refuses what the list would ignore, so that an act never widens by a typing error", () => {
    expect(linkFilterInput.safeParse("status=invalid").success).toBe(true)
    expect(linkFilterInput.safeParse("?status=invalid").success).toBe(true)
    expect(linkFilterInput.safeParse("staus=invalid").success).toBe(false)
    expect(linkFilterInput.safeParse("createdFrom=yesterday").success).toBe(false)
  })
})
