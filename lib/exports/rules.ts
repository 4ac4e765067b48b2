import { type ExportRequest, hiddenMark } from "@/lib/exports/schema"
import { linkListParams, noValue } from "@/lib/links/schema"
import type { Permission } from "@/lib/permissions"

export const mostAtOnce = 4
/** How often a file under way says so, and after how long without a word it was cut. */
export const aliveEveryMs = 5_000
export const deadAfterMs = 30_000
/** A reader that takes nothing for so long has gone. */
export const idleLimitMs = 60_000

/** `enlace_sandbox_links_20260301T120000Z_<id>.csv`; files for machines say `raw`, those of a past day which. */
export function fileNameOf(
  { dataset, query, raw }: ExportRequest,
  at: { environment: string; startedAt: Date; id: string },
): string {
  const stamp = at.startedAt.toISOString().replace(/[-:]|\.\d+/g, "")
  const { asOf } = linkListParams.parse(dataset === "links" ? Object.fromEntries(new URLSearchParams(query)) : {})
  const then = asOf === null ? "" : `_as-of-${asOf}`
  return `enlace_${at.environment}_${dataset}${then}${raw ? "_raw" : ""}_${stamp}_${at.id}.csv`
}

export function permissionOf({ dataset, raw }: ExportRequest): Permission {
  if (dataset === "audit") return "audit:read"
  return raw ? "exports:machine" : "exports:create"
}

/** The filter as it is kept: what may name a person stands as its hash, so that equal filters still look equal. */
export function keptQuery({ dataset, query }: ExportRequest, hash: (value: string) => string): string {
  if (dataset !== "links") return query
  const params = linkListParams.parse(Object.fromEntries(new URLSearchParams(query)))
  const hidden = (value: string) => (value === noValue ? value : `${hiddenMark}${hash(value)}`)
  const kept = {
    ...params,
    q: params.q && hidden(params.q),
    externalId: params.externalId.map(hidden),
    institutionUserId: params.institutionUserId.map(hidden),
  }
  return linkListParams.query(kept).replace(/^\?/, "")
}

/** What a spreadsheet would run as a formula gets a leading apostrophe. SQL of an expression of type text. */
export function guarded(expression: string, raw: boolean): string {
  if (raw) return expression
  return `CASE WHEN left(${expression}, 1) IN ('=', '+', '-', '@', E'\\t', E'\\r') THEN '''' || ${expression} ELSE ${expression} END`
}

/** ISO 8601 in UTC with microseconds. SQL of an expression of type timestamptz. */
export const isoInstant = (expression: string): string =>
  `replace((${expression} AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'`
