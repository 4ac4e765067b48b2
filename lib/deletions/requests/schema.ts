import { z } from "zod"
import { confirmation, reason } from "@/lib/deletions/schema"
import { linkId } from "@/lib/links/ids/schema"
import { mostIds } from "@/lib/links/schema"
import { counted, listedLinks, namedLinks } from "@/lib/links/selection/schema"
import { orphanListParams } from "@/lib/orphans/schema"

/** As many links as one request may have. */
export const mostLinks = 100_000

/** The orphans' list as its address says it. Refuses what it does not understand: an act must not widen by mistake. */
const orphanFilterInput = z
  .string()
  .max(2_000)
  .transform((text, issues) => {
    const raw = Object.fromEntries(new URLSearchParams(text))
    const filter = orphanListParams.parse(raw)
    const strange = [...orphanListParams.ignored(raw), ...Object.keys(raw).filter((name) => !(name in filter))]
    if (strange.length > 0) issues.addIssue({ code: "custom", message: `not understood: ${strange.join(", ")}` })
    return filter
  })

/** What is chosen. */
export const selection = z.discriminatedUnion("kind", [
  namedLinks,
  listedLinks,
  z.object({ kind: z.literal("plan"), planId: z.guid() }),
  z.object({ kind: z.literal("orphans"), params: orphanFilterInput, ...counted }),
])
export type Selection = z.output<typeof selection>
/** As it is sent. */
export type DraftChoice = z.input<typeof selection>

export const createDraftInput = z.object({ selection })
export type CreateDraft = z.output<typeof createDraftInput>

export const requestInput = z.object({ requestId: z.guid() })
export type RequestInput = z.output<typeof requestInput>

export const confirmRequestInput = requestInput.extend({ confirmation, reason })
export type ConfirmRequest = z.output<typeof confirmRequestInput>

export const refuseRequestInput = requestInput.extend({ reason })
export type RefuseRequest = z.output<typeof refuseRequestInput>

/** Without ids: all that have not left yet. */
export const cancelRequestInput = requestInput.extend({ linkIds: z.array(linkId).min(1).max(mostIds).optional() })
export type CancelRequest = z.output<typeof cancelRequestInput>
