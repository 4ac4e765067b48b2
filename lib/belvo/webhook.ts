import { z } from "zod"
import { normaliseRequestId } from "@/lib/belvo/request-id"

/** Types and codes as Belvo writes them: the list of them is not complete anywhere. */
export const webhookSchema = z.looseObject({
  webhook_id: z.string().nullish(),
  webhook_type: z.string(),
  webhook_code: z.string(),
  process_type: z.string().nullish(),
  link_id: z.string().nullish(),
  request_id: z.string().nullish(),
  external_id: z.string().nullish(),
  data: z.unknown().optional(),
})
export type WireWebhook = z.input<typeof webhookSchema>

export type BelvoWebhook = {
  /** Of the registration, not of this delivery: it is the same in every webhook. */
  webhookId: string | null
  type: string
  code: string
  processType: string | null
  /** Null also where it is no link id at all. */
  linkId: string | null
  requestId: string | null
  externalId: string | null
  data: unknown
  unknown: Record<string, unknown>
}

/** Null where it has neither type nor code, and so is no webhook of Belvo's. */
export function parseWebhook(json: unknown): BelvoWebhook | null {
  const parsed = webhookSchema.safeParse(json)
  if (!parsed.success) return null
  const { webhook_id, webhook_type, webhook_code, process_type, link_id, ...rest } = parsed.data
  const { request_id, external_id, data, ...unknown } = rest
  return {
    webhookId: webhook_id ?? null,
    type: webhook_type,
    code: webhook_code,
    processType: process_type ?? null,
    linkId: z.guid().safeParse(link_id).data?.toLowerCase() ?? null,
    requestId: normaliseRequestId(request_id ?? "") || null,
    externalId: external_id ?? null,
    data: data ?? null,
    unknown,
  }
}
