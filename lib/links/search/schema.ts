import { z } from "zod"
import { readQuery } from "@/lib/links/schema"

const matched = ["id", "externalId", "institutionUserId"] as const

export const searchHit = z.object({
  id: z.string(),
  externalId: z.string().nullable(),
  institution: z.string(),
  institutionName: z.string().nullable(),
  status: z.string(),
  removed: z.boolean(),
  /** By which of its ids it was found, and whether by all of it. */
  matched: z.enum(matched),
  exact: z.boolean(),
})
export type SearchHit = z.output<typeof searchHit>

/** Where a search leads without anybody choosing: to the one link whose id it is, or to the list of those. */
export const searchTarget = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("link"), id: z.string() }),
  z.object({ kind: z.literal("list"), query: z.string() }),
])
export type SearchTarget = z.output<typeof searchTarget>

export const searchAnswer = z.object({ hits: z.array(searchHit), target: searchTarget.nullable() })
export type SearchAnswer = z.output<typeof searchAnswer>

export const nothingFound: SearchAnswer = { hits: [], target: null }

/** As it was typed or pasted: blanks and quotes around it go. */
export const searchInput = z.object({
  q: z.string().transform((text, issues) => {
    const query = readQuery(text)
    if (query === undefined) issues.addIssue({ code: "custom", message: "nothing to search for" })
    return query ?? ""
  }),
})
export type SearchInput = z.output<typeof searchInput>
