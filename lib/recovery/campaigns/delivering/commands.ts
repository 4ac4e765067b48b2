import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { type Claimed, type Filled, sendDue } from "@/lib/outgoing/sending/commands"
import { addressUrl } from "@/lib/recovery/addresses/queries"
import { deliveryMoment } from "@/lib/recovery/campaigns/delivering/rules"
import { type KeptDelivery, keptDelivery } from "@/lib/recovery/campaigns/delivering/schema"

/** Sends what waits to be sent, the addresses filled in. */
export const deliverOutgoingNow = (ctx: Ctx, signal: AbortSignal): Promise<number> =>
  sendDue(ctx, { fill: fillDelivery, signal })

/** As it leaves: with the addresses, which are kept nowhere, of those whose links are still broken. */
async function fillDelivery(ctx: Ctx, { event, body }: Claimed): Promise<Filled> {
  if (event === "test") return { kind: "filled", data: { message: "This is a test. It holds no addresses." } }
  const kept = keptDelivery.parse(body)
  const moment = await momentOf(ctx, kept)
  if (moment !== "now") return moment === "never" ? { kind: "gone" } : { kind: "later", at: moment }
  const { campaign, wave, reminder, addresses } = kept
  const known = await read(
    ctx,
    "links:read",
    (db) => db.$queryRaw<Open[]>`
    SELECT a.id::text AS "addressId", a.generation, a.expires_at AS "expiresAt", l.external_id AS "externalId"
    FROM repair_address a JOIN link l ON l.environment_id = a.environment_id AND l.id = a.link_id
    WHERE a.environment_id = ${ctx.environment.id} AND a.id = ANY (${addresses.map((one) => one.address_id)}::uuid[])
      AND a.state = 'open' AND a.expires_at > ${ctx.now()}::timestamptz AND l.removed_at IS NULL AND l.status <> 'valid'
      AND l.external_id IS NOT NULL AND (${!reminder} OR a.first_opened_at IS NULL)`,
  )
  const open = new Map(known.map((one) => [one.addressId, one]))
  const filled = addresses.flatMap(({ address_id, link_id, institution }) => {
    const one = open.get(address_id)
    if (!one) return []
    const repair_url = addressUrl(ctx, one)
    return { external_id: one.externalId, link_id, institution, repair_url, expires_at: one.expiresAt.toISOString() }
  })
  if (filled.length === 0) return { kind: "gone" }
  return { kind: "filled", data: { campaign, wave, reminder, addresses: filled } }
}

type Open = { addressId: string; generation: number; expiresAt: Date; externalId: string }

/** As its campaign stands at this moment, which is not that at which it was queued. */
function momentOf(ctx: Ctx, { campaign: { id }, wave }: KeptDelivery): Promise<Date | "now" | "never"> {
  return read(ctx, "links:read", async (db) => {
    const [row] = await db.$queryRaw<
      { state: string; waveMinutes: number; begun: boolean; lastBegunAt: Date | null }[]
    >`
      SELECT c.state, c.wave_minutes AS "waveMinutes", coalesce(bool_or(w.wave = ${wave}::integer), false) AS begun,
        max(w.begun_at) AS "lastBegunAt"
      FROM campaign c LEFT JOIN LATERAL (
        SELECT (body ->> 'wave')::integer AS wave, min(settled_at) AS begun_at FROM outgoing_delivery
        WHERE environment_id = c.environment_id AND subject_id = c.id AND state = 'delivered' AND event = 'repair_addresses'
          AND NOT (body ->> 'reminder')::boolean AND settled_at > ${ctx.now()}::timestamptz - make_interval(mins => c.wave_minutes)
        GROUP BY 1) AS w ON ${wave !== null}
      WHERE c.environment_id = ${ctx.environment.id} AND c.id = ${id}::uuid GROUP BY c.environment_id, c.id`
    return row ? deliveryMoment(row, ctx.now()) : "never"
  })
}
