import { z } from "zod"
import { type LinkListParams, linkListParams } from "@/lib/links/schema"
import type { RawParams } from "@/lib/list-params"

/** A filter as the query string that the list shows. Refuses what it does not understand: an act must not widen by mistake. */
export const linkFilterInput = z
  .string()
  .max(20_000)
  .transform((text, issues): LinkListParams => {
    const raw: RawParams = Object.fromEntries(new URLSearchParams(text))
    const ignored = linkListParams.ignored(raw)
    if (ignored.length > 0) issues.addIssue({ code: "custom", message: `not understood: ${ignored.join(", ")}` })
    const params = linkListParams.parse(raw)
    if (params.asOf !== null)
      issues.addIssue({ code: "custom", message: "a past day can be looked at, not acted upon" })
    return params
  })

export const linkIdsInput = z.object({ query: linkFilterInput })
