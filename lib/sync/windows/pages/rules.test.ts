import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { pageSizeOf, pagesFor } from "@/lib/sync/windows/pages/rules"

describe("pages that overlap", () => {
  it("leave no gap, and repeat the end of the page before while pages are many", () => {
    for (let page = 1; page < 700; page++) {
      const end = page * pageSizeOf(page)
      const nextBegins = page * pageSizeOf(page + 1)
      expect(nextBegins).toBeLessThanOrEqual(end)
      if (page < 500) expect(end - nextBegins).toBe(page)
    }
  })

  it("are as few as cover the links", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), (links) => {
        const pages = pagesFor(links)
        expect(pages * pageSizeOf(pages)).toBeGreaterThanOrEqual(links)
        if (pages > 1) expect((pages - 1) * pageSizeOf(pages - 1)).toBeLessThan(links)
      }),
    )
  })
})
