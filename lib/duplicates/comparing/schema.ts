import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"

/** How many links are compared at a time, and how many of them one request to Belvo reads. */
export const comparedAtOnce = 200
export const readAtOnce = 20

export const comparisonStates = ["queued", "running", "done", "failed"] as const
export type ComparisonState = (typeof comparisonStates)[number]

export const requestComparisonInput = z.object({
  institution: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/),
  /** Only links of this customer. */
  externalId: z.string().trim().min(1).max(256).nullable(),
})
export type RequestComparison = z.output<typeof requestComparisonInput>

export const comparisonInput = z.object({ comparisonId: z.guid() })
export type ComparisonInput = z.output<typeof comparisonInput>

/** `empty`: Belvo holds no accounts of it, or not yet. `unnumbered`: accounts, but none with a number. */
export const outcomes = ["waiting", "read", "empty", "unnumbered", "refused"] as const
export type Outcome = (typeof outcomes)[number]

/** An account as it is kept: hashes that only tell equal from unequal. */
export const accountPrint = z.object({ number: z.string(), whole: z.string() })
export type AccountPrint = z.output<typeof accountPrint>

/** What a comparison knows of its links, in the order in which they are read. */
export const comparedLinks = z.array(
  z.object({ linkId, outcome: z.enum(outcomes), prints: z.array(accountPrint), code: z.string().nullable() }),
)
export type ComparedLink = z.output<typeof comparedLinks>[number]
