import type { BelvoSim } from "@/simulator/belvo"
import type { Body } from "@/simulator/call"
import { accessModeOf } from "@/simulator/create-link"
import { rowOf } from "@/simulator/links"
import { invalid, invalidChoice, required } from "@/simulator/refusals"
import { formatMicros } from "@/simulator/time"
import { type LinkStatus, linkStatuses, type WireLink } from "@/simulator/wire"
import { appendDraft, type LinkDraft } from "@/simulator/worlds/link-draft"

export function addWorldLink({ sim }: BelvoSim, body: Body): WireLink {
  const draft: LinkDraft = { created_at: formatMicros(sim.now()), ...texts(body), ...choices(body) }
  if (Array.isArray(body.fetch_resources)) draft.fetch_resources = body.fetch_resources.map(String)
  return sim.world.rows.wire(appendDraft(sim.world.rows.table, draft, sim.now()))
}

/** `count` links alike at once, their external ids numbered from 1 on; with `external_id` null none has one. */
export function addWorldLinks({ sim }: BelvoSim, { count, ...body }: Body): { links: number } {
  if (typeof count !== "number" || !Number.isInteger(count) || count < 1 || count > mostAtOnce) {
    throw invalid(`A number from 1 to ${mostAtOnce}.`, "count")
  }
  const draft: LinkDraft = { created_at: formatMicros(sim.now()), ...texts(body), ...choices(body) }
  for (let n = 1; n <= count; n += 1) {
    const own = typeof draft.external_id === "string" ? { external_id: `${draft.external_id}_${n}` } : {}
    // The same rows of a world that is played again are other links.
    appendDraft(sim.world.rows.table, { ...draft, ...own, id: crypto.randomUUID() }, sim.now())
  }
  return { links: count }
}

const mostAtOnce = 10_000

/** `status`, with its webhook where `webhook` is true; `external_id`. */
export function changeWorldLink({ sim }: BelvoSim, id: string, body: Body): WireLink {
  const { rows } = sim.world
  const row = rowOf(sim, id)
  const { status } = choices(body)
  if (status) rows.changeStatus(row, status, sim.now())
  if (status && body.webhook === true) sim.webhooks.emitStatus(sim.now(), row, status)
  if (body.external_id === null || typeof body.external_id === "string") {
    rows.table.columns.customer.set(row, rows.table.textCode(body.external_id))
    rows.table.indexes.externalId.forget()
  }
  return rows.wire(row)
}

export function removeWorldLink({ sim }: BelvoSim, id: string): void {
  sim.world.rows.remove(rowOf(sim, id))
}

/** Any webhook about this link, as CONSENT events that nothing here brings about by itself. */
export function sendWebhook({ sim }: BelvoSim, id: string, body: Body): void {
  const { webhook_type: type, webhook_code: code, process_type: process, data } = body
  if (typeof type !== "string") throw required("webhook_type")
  if (typeof code !== "string") throw required("webhook_code")
  sim.webhooks.emit(sim.now(), {
    type,
    code,
    row: rowOf(sim, id),
    data: typeof data === "object" && data !== null ? { ...data } : {},
    ...(typeof process === "string" ? { process } : {}),
  })
}

function choices(body: Body): { status?: LinkStatus; access_mode?: "single" | "recurrent" } {
  const status = linkStatuses.find((one) => one === body.status)
  if (body.status !== undefined && !status) throw invalidChoice(body.status, "status")
  const mode = accessModeOf(body)
  return { ...(status ? { status } : {}), ...(mode ? { access_mode: mode } : {}) }
}

const textFields = [
  "id",
  "institution",
  "refresh_rate",
  "last_accessed_at",
  "external_id",
  "created_at",
  "institution_user_id",
  "credentials_storage",
  "stale_in",
] as const

function texts(body: Body): LinkDraft {
  const given = textFields.filter((field) => typeof body[field] === "string" || body[field] === null)
  return Object.fromEntries(given.map((field) => [field, body[field]]))
}
