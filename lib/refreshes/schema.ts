import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"

export const refreshOutcomes = ["requested", "accepted", "cooling_down", "token_required", "gone", "failed"] as const
export type RefreshOutcome = (typeof refreshOutcomes)[number]

/** No resources: all that the institution has. */
export const requestRefreshInput = z.object({
  linkId,
  resources: z
    .array(z.string().regex(/^[A-Z_]{1,40}$/))
    .min(1)
    .max(30)
    .optional(),
})
export type RequestRefresh = z.output<typeof requestRefreshInput>

/** Whether the data of one resource has arrived at Belvo. */
export type LinkResource = { resource: string; requestedAt: string | null; readyAt: string | null }

export type RefreshState = {
  /** Null where the link may be refreshed now. */
  coolsDownAt: string | null
  resources: LinkResource[]
}
