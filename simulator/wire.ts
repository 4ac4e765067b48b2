export const linkStatuses = ["valid", "invalid", "unconfirmed", "token_required"] as const
export type LinkStatus = (typeof linkStatuses)[number]

export const accessModes = ["recurrent", "single"] as const
export type AccessMode = (typeof accessModes)[number]

/** A link as Belvo writes it: these names, in this order. */
export interface WireLink {
  id: string
  institution: string
  access_mode: AccessMode | null
  status: LinkStatus
  refresh_rate: string | null
  created_by: string
  last_accessed_at: string | null
  external_id: string | null
  created_at: string
  institution_user_id: string | null
  credentials_storage: string
  stale_in: string | null
  fetch_resources: string[]
}

export interface WireError {
  code: string
  message: string
  field?: string
  [extra: string]: unknown
}

export interface WireWebhook {
  webhook_id: string
  webhook_type: string
  process_type?: string
  webhook_code: string
  link_id: string
  request_id?: string
  external_id: string | null
  data: Record<string, unknown>
}
