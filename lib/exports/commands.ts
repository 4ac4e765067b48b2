import { auditListParams } from "@/lib/audit/schema"
import { batchFileParams } from "@/lib/batches/items/schema"
import { type Ask, stream } from "@/lib/copy-out"
import type { Ctx } from "@/lib/ctx"
import { remapParams } from "@/lib/duplicates/plans/schema"
import { duplicateFileParams } from "@/lib/duplicates/schema"
import { auditCopy } from "@/lib/exports/audit/queries"
import { batchCopy } from "@/lib/exports/batches/queries"
import { campaignCopy } from "@/lib/exports/campaigns/queries"
import { duplicatesCopy } from "@/lib/exports/duplicates/queries"
import { linksCopy } from "@/lib/exports/links/queries"
import { metered } from "@/lib/exports/metering/commands"
import { adoptionsCopy, missingCopy, orphansCopy } from "@/lib/exports/orphans/queries"
import { remapCopy } from "@/lib/exports/plans/queries"
import { permissionOf } from "@/lib/exports/rules"
import type { Dataset, ExportCopy, ExportRequest } from "@/lib/exports/schema"
import { startExport } from "@/lib/exports/starting/commands"
import { trendsCopy } from "@/lib/exports/trends/queries"
import { trendParams } from "@/lib/history/trends/schema"
import { linkListParams } from "@/lib/links/schema"
import type { RawParams } from "@/lib/list-params"
import { adoptionFileParams, missingListParams, orphanListParams } from "@/lib/orphans/schema"
import { campaignFileParams } from "@/lib/recovery/campaigns/schema"

export type OpenedExport = {
  fileName: string
  body: ReadableStream<Uint8Array>
  /** The audit chain (of a file of entries, its own) as it stood when the file began: its length and last hash. */
  auditHead: string
}

/**
 * Starts a file: what is asked for is on record before its first byte, what came of it after its last. Throws CONFLICT where this
 * member has one under way, TOO_MANY where the installation has four. Errors, and `signal`, cut the body; it never ends as if whole.
 */
export async function openExport(
  ctx: Ctx,
  request: ExportRequest,
  { signal }: { signal?: AbortSignal } = {},
): Promise<OpenedExport> {
  const copy = await copyOf(ctx, request)
  const begin = (ask: Ask) => startExport({ ctx, request, ask })
  const { begun, body, rows } = await stream(ctx, permissionOf(request), { ...copy, begin })
  const source = copy.through?.(body) ?? body
  return { ...begun, body: metered({ ctx, request, id: begun.id, source, rows, signal }) }
}

const copies: Record<Dataset, (ctx: Ctx, params: RawParams, raw: boolean) => ExportCopy | Promise<ExportCopy>> = {
  links: (ctx, params, raw) => linksCopy(ctx, linkListParams.parse(params), raw),
  duplicates: (ctx, params, raw) => duplicatesCopy(ctx, duplicateFileParams.parse(params), raw),
  audit: (ctx, params) => auditCopy(ctx, auditListParams.parse(params)),
  trends: (ctx, params) => trendsCopy(ctx, trendParams.parse(params)),
  orphans: (ctx, params, raw) => orphansCopy(ctx, orphanListParams.parse(params), raw),
  missing: (ctx, params, raw) => missingCopy(ctx, missingListParams.parse(params), raw),
  adoptions: (ctx, params) => adoptionsCopy(ctx, adoptionFileParams.parse(params)),
  remap: (ctx, params) => remapCopy(ctx, remapParams.parse(params)),
  campaign: (ctx, params) => campaignCopy(ctx, campaignFileParams.parse(params)),
  batch: (ctx, params) => batchCopy(ctx, batchFileParams.parse(params)),
}

const copyOf = (ctx: Ctx, { dataset, query, raw }: ExportRequest) =>
  copies[dataset](ctx, Object.fromEntries(new URLSearchParams(query)), raw)
