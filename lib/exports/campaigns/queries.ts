import { randomUUID } from "node:crypto"
import { Readable } from "node:stream"
import type { Ctx } from "@/lib/ctx"
import { conflict, notFound } from "@/lib/errors"
import type { ExportCopy } from "@/lib/exports/schema"
import { tokensOf } from "@/lib/recovery/addresses/queries"
import { pressable } from "@/lib/recovery/addresses/rules"
import { findCampaign } from "@/lib/recovery/campaigns/queries"
import type { CampaignFileParams } from "@/lib/recovery/campaigns/schema"

/**
 * For the operator's own mailer: the addresses that are still good, with whose they are. Values are raw. Throws NOT_FOUND, and CONFLICT
 * where the campaign has not been started.
 */
export async function campaignCopy(ctx: Ctx, { campaign, only, wave }: CampaignFileParams): Promise<ExportCopy> {
  const found = await findCampaign(ctx, { campaignId: campaign ?? "" })
  if (!found) throw notFound()
  if (found.state === "draft") throw conflict("campaign.notStarted")
  const untouched =
    only === "untouched" ? "AND m.opened_at IS NULL AND m.outcome IS NULL AND a.first_opened_at IS NULL" : ""
  const query = `SELECT l.external_id, m.link_id, m.institution,
      current_setting('enlace.p_mark') || ':' || a.id || ':' || a.generation AS repair_url, ${expiresAt} AS expires_at
    FROM campaign_member m
    JOIN repair_address a ON a.environment_id = m.environment_id AND a.id = m.address_id AND a.state IN (${pressable.map((state) => `'${state}'`)})
      AND a.expires_at > current_setting('enlace.p_now')::timestamptz
    JOIN link l ON l.environment_id = m.environment_id AND l.id = m.link_id AND l.removed_at IS NULL
      AND l.status <> 'valid' AND l.external_id IS NOT NULL
    WHERE m.environment_id = ${ctx.environment.id} AND m.campaign_id = current_setting('enlace.p_campaign')::uuid ${untouched}
      AND m.wave = coalesce(nullif(current_setting('enlace.p_wave'), '')::integer, m.wave)
    ORDER BY m.link_id`
  // Of this file alone, so that nothing a customer is called can be taken for it.
  const mark = randomUUID()
  const parameters = { campaign: found.id, mark, now: ctx.now().toISOString(), wave: wave ?? "" }
  return { query, parameters, through: (source) => withAddresses(ctx, source, mark) }
}

/** To the letter as a webhook has it. */
const expiresAt = `to_char(a.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** The database knows no address: where the mark stands it is computed. A mark never reaches over the end of a line. */
function withAddresses(ctx: Ctx, source: Readable, mark: string): Readable {
  const tokenOf = tokensOf(ctx)
  const base = new URL("/repair/", ctx.env.nextAuthUrl).href
  const marked = new RegExp(`${mark}:([0-9a-f-]{36}):(\\d+)`, "g")
  const fill = (text: string) =>
    text.replace(marked, (_, addressId, generation) => base + tokenOf({ addressId, generation: Number(generation) }))
  async function* filled() {
    let rest = Buffer.alloc(0)
    for await (const chunk of source) {
      const bytes = Buffer.concat([rest, chunk])
      const end = bytes.lastIndexOf(0x0a) + 1
      rest = bytes.subarray(end)
      if (end > 0) yield Buffer.from(fill(bytes.toString("utf8", 0, end)), "utf8")
    }
    if (rest.length > 0) yield Buffer.from(fill(rest.toString("utf8")), "utf8")
  }
  return Readable.from(filled(), { objectMode: false })
}
