import { findInstitution } from "@/simulator/institutions"
import { isPersonalData } from "@/simulator/personal-data"
import { alive, type LinkTable, ready, stuck } from "@/simulator/store/link-table"
import { parseMicros } from "@/simulator/time"
import type { WireLink } from "@/simulator/wire"

/** What a test, a world or the create endpoint says about a new link; the rest is made up believably. */
export interface LinkDraft extends Partial<WireLink> {
  /** False until the first historical update has arrived. */
  ready?: boolean
  /** Valid, recurrent, and yet never refreshed again: an overdue link. */
  stuck?: boolean
}

/** Writes a draft as the table's next row. Personal data in `external_id` becomes null, as at Belvo. */
export function appendDraft(table: LinkTable, draft: LinkDraft, clock: number): number {
  const { columns, dictionaries } = table
  const row = table.rows
  const institution = draft.institution ?? "erebor_mx_retail"
  const mode = draft.access_mode === undefined ? "recurrent" : draft.access_mode
  const status = draft.status ?? "valid"
  const created = draft.created_at ? parseMicros(draft.created_at) : clock
  const isReady = draft.ready ?? status !== "unconfirmed"

  columns.institution.set(row, dictionaries.institution.codeOf(institution))
  columns.status.set(row, dictionaries.status.codeOf(status))
  columns.mode.set(row, dictionaries.mode.codeOf(mode))
  columns.rate.set(row, dictionaries.rate.codeOf(rateOf(draft, mode)))
  columns.owner.set(row, draft.created_by ? dictionaries.owner.codeOf(draft.created_by) : 0)
  columns.storage.set(row, dictionaries.storage.codeOf(draft.credentials_storage ?? storageOf(mode)))
  columns.stale.set(row, dictionaries.stale.codeOf(draft.stale_in === undefined ? "365d" : draft.stale_in))
  columns.resources.set(row, dictionaries.resources.codeOf(resourcesOf(draft, institution).join("|")))
  columns.customer.set(
    row,
    draft.external_id === undefined ? row : table.textCode(withoutPersonalData(draft.external_id)),
  )
  columns.person.set(row, draft.institution_user_id === undefined ? row : table.textCode(draft.institution_user_id))
  columns.created.set(row, created)
  columns.accessed.set(row, accessedOf(draft, created))
  columns.flags.set(row, alive | (isReady ? ready : 0) | (draft.stuck ? stuck : 0))
  table.commit(draft.id)
  table.order.insert(row)
  return row
}

const withoutPersonalData = (externalId: string | null): string | null =>
  externalId !== null && isPersonalData(externalId) ? null : externalId

function rateOf(draft: LinkDraft, mode: WireLink["access_mode"]): string | null {
  if (draft.refresh_rate !== undefined) return draft.refresh_rate
  return mode === "recurrent" ? "7d" : null
}

const storageOf = (mode: WireLink["access_mode"]): string => (mode === "recurrent" ? "store" : "365d")

const resourcesOf = (draft: LinkDraft, institution: string): readonly string[] =>
  draft.fetch_resources ?? findInstitution(institution)?.resources.slice(0, 3) ?? []

function accessedOf(draft: LinkDraft, created: number): number {
  if (draft.last_accessed_at) return parseMicros(draft.last_accessed_at)
  return draft.last_accessed_at === null || draft.status === "unconfirmed" ? 0 : created
}
