import { z } from "zod"
import { listParams } from "@/lib/list-params"
import { bulkKinds, ignoring, type SkipReason } from "@/lib/orphans/schema"
import { type CursorValue, cursorParam } from "@/lib/page"

export const bulkStates = ["running", "done", "cancelled"] as const
export type BulkState = (typeof bulkStates)[number]

export const bulkDeed = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("adopt") }),
  z.object({ kind: z.literal("ask") }),
  z.object({ kind: z.literal("undo") }),
  ignoring.extend({ kind: z.literal("ignore") }),
])

/** `params` is a list's query string. */
export const countBulkInput = z.object({ kind: z.enum(bulkKinds), params: z.string().max(2_000) })
export type CountBulk = z.output<typeof countBulkInput>

/** Of all that match, which were so many at that moment; what is found later is not meant. */
export const startBulkInput = z.object({
  deed: bulkDeed,
  params: z.string().max(2_000),
  expectedCount: z.number().int().min(1),
  snapshotAt: z.iso.datetime({ offset: true }),
})
export type StartBulk = z.output<typeof startBulkInput>

export const bulkInput = z.object({ bulkId: z.guid() })
export type BulkInput = z.output<typeof bulkInput>

/** What was asked for, and how far it is. */
export type Begun = { bulkId: string; state: BulkState; decided: number; links: number }

export type BulkItemRow = { place: number; linkId: string; why: SkipReason }
export type BulkListParams = { after: readonly CursorValue[] | null }
export const bulkListParams = listParams<BulkListParams>({ after: cursorParam() })
