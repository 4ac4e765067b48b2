import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"
import { linkFilterInput } from "@/lib/links/list/schema"
import { mostIds } from "@/lib/links/schema"

/** Of all that match: how many the list showed, and when; what came later is left out. */
export const counted = { expectedCount: z.number().int().min(0), snapshotAt: z.iso.datetime({ offset: true }) }

export const namedLinks = z.object({ kind: z.literal("links"), ids: z.array(linkId).min(1).max(mostIds) })
export const listedLinks = z.object({ kind: z.literal("list"), params: linkFilterInput, ...counted })

/** Links chosen in their list: by name, or all that match its filters. */
export const linkSelection = z.discriminatedUnion("kind", [namedLinks, listedLinks])
export type LinkSelection = z.output<typeof linkSelection>
/** As it is sent. */
export type LinkChoice = z.input<typeof linkSelection>
