import type { Readable } from "node:stream"
import { auditListParams } from "@/lib/audit/schema"
import { batchFileParams } from "@/lib/batches/items/schema"
import { remapParams } from "@/lib/duplicates/plans/schema"
import { duplicateFileParams } from "@/lib/duplicates/schema"
import { trendParams } from "@/lib/history/trends/schema"
import { linkListParams } from "@/lib/links/schema"
import type { ListParams, RawParams } from "@/lib/list-params"
import { adoptionFileParams, missingListParams, orphanListParams } from "@/lib/orphans/schema"
import { campaignFileParams } from "@/lib/recovery/campaigns/schema"

export const datasets = [
  "links",
  "duplicates",
  "trends",
  "audit",
  "orphans",
  "missing",
  "adoptions",
  "remap",
  "campaign",
  "batch",
] as const
export type Dataset = (typeof datasets)[number]

export type ExportState = "running" | "finished" | "cut"

/** Before the hash of a value of a filter that may name a person. */
export const hiddenMark = "hmac:"

/** What a file holds, and what it was asked for by. */
export type ExportRequest = {
  dataset: Dataset
  /** The list's query string, without `?`. */
  query: string
  /** For machines: values as they are, without the guard against formulas. */
  raw: boolean
}

/** A COPY of one dataset; parameters travel as settings. `through` fills in what the database does not hold, row by row. */
export type ExportCopy = {
  query: string
  parameters: Readonly<Record<string, string>>
  through?: (source: Readable) => Readable
}

/** Of which datasets there are files for machines: `only`, no other; `also`, where `raw` is asked for. */
export const machineFiles: Record<Dataset, "never" | "also" | "only"> = {
  ...{
    links: "also",
    duplicates: "also",
    trends: "never",
    audit: "never",
    orphans: "also",
    missing: "also",
    adoptions: "only",
    remap: "only",
    campaign: "only",
    batch: "never",
  },
}

/** A list's address as a file is asked for: without the page, in the one order that a query string is written in. */
type Canonical = (raw: RawParams) => { query: string; ignored: string[] }

export const canonicalQuery: Record<Dataset, Canonical> = {
  links: canonicalBy(linkListParams),
  duplicates: canonicalBy(duplicateFileParams),
  trends: canonicalBy(trendParams),
  audit: canonicalBy(auditListParams),
  orphans: canonicalBy(orphanListParams),
  missing: canonicalBy(missingListParams),
  adoptions: canonicalBy(adoptionFileParams),
  remap: canonicalBy(remapParams),
  campaign: canonicalBy(campaignFileParams),
  batch: canonicalBy(batchFileParams),
}

function canonicalBy<Values>(params: ListParams<Values>): Canonical {
  return ({ after: _after, before: _before, page: _page, live: _live, entry: _entry, ...raw }) => ({
    query: params.query(params.parse(raw)).replace(/^\?/, ""),
    ignored: params.ignored(raw),
  })
}

/** The page that says why there is no file, of whatever environment an address named. */
export const refusedPath = (environment: string, code: string): string =>
  `/${encodeURIComponent(environment)}/exports?refused=${code}`
