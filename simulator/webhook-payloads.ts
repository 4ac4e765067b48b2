import { uuidOf } from "@/simulator/random"
import type { LinkStatus, WireWebhook } from "@/simulator/wire"
import type { WorldRows } from "@/simulator/worlds/world-rows"

export interface WebhookEvent {
  type: string
  code: string
  row: number
  data: Record<string, unknown>
  /** Absent in CONSENT and deletion events. */
  process?: string
  /** Of the request that caused it; made up where absent and the event has a process. */
  requestId?: string
}

/** The webhook that tells of a status, where Belvo has one. */
export function statusEvent(row: number, status: LinkStatus): WebhookEvent | null {
  const known = statusData[status]
  return known ? { type: "LINK", row, process: "recurrent_update", ...known } : null
}

const statusData: Partial<Record<LinkStatus, { code: string; data: Record<string, unknown> }>> = {
  invalid: {
    code: "invalid_credentials",
    data: {
      error_code: "login_error",
      error_message: "Invalid credentials provided to login to the institution",
      status: 400,
    },
  },
  token_required: {
    code: "token_required",
    data: {
      error_code: "token_required",
      error_message: "A MFA token is required by the institution to login",
      status: 428,
    },
  },
}

/** Request ids are written with dashes here, and without them in answers. */
export function payloadOf(rows: WorldRows, event: WebhookEvent, serial: number): WireWebhook {
  const { table } = rows
  const requestId = event.requestId ?? (event.process ? uuidOf(table.seed, serial, 955) : undefined)
  return {
    webhook_id: uuidOf(table.seed, 0, 950).replaceAll("-", ""),
    webhook_type: event.type,
    ...(event.process ? { process_type: event.process } : {}),
    webhook_code: event.code,
    link_id: table.idOf(event.row),
    ...(requestId ? { request_id: dashed(requestId) } : {}),
    external_id: table.externalIdOf(event.row),
    data: event.data,
  }
}

function dashed(id: string): string {
  const hex = id.replaceAll("-", "")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}
