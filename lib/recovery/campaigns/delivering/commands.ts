import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { type Claimed, sendDue } from "@/lib/outgoing/sending/commands"
import { addressUrl } from "@/lib/recovery/addresses/queries"
import { keptDelivery } from "@/lib/recovery/campaigns/delivering/schema"

/** Sends what waits to be sent, the addresses filled in. */
export const deliverOutgoingNow = (ctx: Ctx, signal: AbortSignal): Promise<number> =>
  sendDue(ctx, { fill: fillDelivery, signal })

/** As it leaves: with the addresses, which are kept nowhere. Null where none of them is good any more. */
async function fillDelivery(ctx: Ctx, { event, body }: Claimed): Promise<unknown> {
  if (event === "test") return { message: "This is a test. It holds no addresses." }
  const { campaign, wave, reminder, addresses } = keptDelivery.parse(body)
  const known = await read(
    ctx,
    "links:read",
    (db) => db.$queryRaw<Open[]>`
    SELECT a.id::text AS "addressId", a.generation, a.expires_at AS "expiresAt", l.external_id AS "externalId"
    FROM repair_address a JOIN link l ON l.environment_id = a.environment_id AND l.id = a.link_id
    WHERE a.environment_id = ${ctx.environment.id} AND a.id = ANY (${addresses.map((one) => one.address_id)}::uuid[])
      AND a.state = 'open' AND a.expires_at > ${ctx.now()}::timestamptz AND l.removed_at IS NULL AND l.external_id IS NOT NULL`,
  )
  const open = new Map(known.map((one) => [one.addressId, one]))
  const filled = addresses.flatMap(({ address_id, link_id, institution }) => {
    const one = open.get(address_id)
    if (!one) return []
    const repair_url = addressUrl(ctx, one)
    return { external_id: one.externalId, link_id, institution, repair_url, expires_at: one.expiresAt.toISOString() }
  })
  return filled.length === 0 ? null : { campaign, wave, reminder, addresses: filled }
}

type Open = { addressId: string; generation: number; expiresAt: Date; externalId: string }
