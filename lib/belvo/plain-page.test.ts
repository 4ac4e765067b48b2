import fc from "fast-check"
import { describe, expect, it } from "vitest"
import listed from "@/lib/belvo/fixtures/link-list.json"
import { isPlainPage } from "@/lib/belvo/plain-page"
import { linkPageSchema, linkSchema, pageSchema } from "@/lib/belvo/schema"

const strict = pageSchema(linkSchema)
const names = Object.keys(linkSchema.shape)
const values = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    "",
    "valid",
    "2026-03-01T12:00:00Z",
    "2026-02-30T12:00:00Z",
    "2026-03-01",
    1,
  ),
  fc.constantFrom<unknown>([], ["ACCOUNTS"], [1], {}, "6e9be884-4781-4143-b673-aca02475ee8c", "6e9be884"),
  fc.jsonValue(),
)

describe("linkPageSchema", () => {
  it("knows Belvo's own pages at sight", () => {
    expect(isPlainPage(listed)).toBe(true)
  })

  it("answers what the schema of a page answers, whatever any field of a link holds", () => {
    const [link] = listed.results
    fc.assert(
      fc.property(fc.constantFrom(...names, "new_field"), values, (name, value) => {
        const page = { ...listed, results: [link, { ...link, [name]: value }] }
        const expected = strict.safeParse(page)
        const answer = linkPageSchema.safeParse(page)
        expect(answer.data).toEqual(expected.data)
        expect(answer.error?.issues[0]?.path).toEqual(expected.error?.issues[0]?.path)
      }),
    )
  })

  it("answers what the schema of a page answers, whatever the page holds around its links", () => {
    fc.assert(
      fc.property(fc.constantFrom("count", "next", "previous", "results", "more"), values, (name, value) => {
        const page = { ...listed, [name]: value }
        expect(linkPageSchema.safeParse(page).success).toBe(strict.safeParse(page).success)
      }),
    )
  })
})
