import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { type Claimed, type Fill, type Filled, sendDue } from "@/lib/outgoing/sending/commands"
import { addressUrl } from "@/lib/recovery/addresses/queries"
import { pressable } from "@/lib/recovery/addresses/rules"
import { type Begun, type CampaignNow, deliveryMoment } from "@/lib/recovery/campaigns/delivering/rules"
import { type KeptDelivery, keptDelivery } from "@/lib/recovery/campaigns/delivering/schema"
import { minuteMs } from "@/lib/time"

/** Sends what waits to be sent, the addresses filled in. */
export function deliverOutgoingNow(ctx: Ctx, signal: AbortSignal): Promise<number> {
  const campaigns = watchCampaigns(ctx)
  const fill: Fill = async (_, { event, body }) => {
    if (event === "test") return { kind: "filled", data: { message: "This is a test. It holds no addresses." } }
    const kept = keptDelivery.parse(body)
    const campaign = await campaigns.get(kept.campaign.id)
    const moment = campaign ? deliveryMoment(campaign, { wave: kept.wave, now: ctx.now() }) : "never"
    if (moment !== "now") return moment === "never" ? { kind: "gone" } : { kind: "later", at: moment }
    return fillAddresses(ctx, kept)
  }
  const onDelivered = ({ event, body }: Claimed) => {
    if (event === "test") return
    const { campaign, wave, reminder } = keptDelivery.parse(body)
    if (wave !== null && !reminder) campaigns.noteDelivered(campaign.id, { wave, at: ctx.now() })
  }
  return sendDue(ctx, { fill, onDelivered, signal })
}

/** As it leaves: with the addresses, which are kept nowhere, of those whose links are still broken. */
async function fillAddresses(ctx: Ctx, { campaign, wave, reminder, addresses }: KeptDelivery): Promise<Filled> {
  const known = await read(
    ctx,
    "links:read",
    (db) => db.$queryRaw<Open[]>`
    SELECT a.id::text AS "addressId", a.generation, a.expires_at AS "expiresAt", l.external_id AS "externalId"
    FROM repair_address a JOIN link l ON l.environment_id = a.environment_id AND l.id = a.link_id
    WHERE a.environment_id = ${ctx.environment.id} AND a.id = ANY (${addresses.map((one) => one.address_id)}::uuid[])
      AND a.state = ANY (${[...pressable]}::text[]) AND a.expires_at > ${ctx.now()}::timestamptz AND l.removed_at IS NULL AND l.status <> 'valid'
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

/** So many deliveries of a campaign in a row, and for so long, go by the waves that were found for the first of them. */
const found = { deliveries: 20, longestMs: 5_000 } as const

/**
 * How campaigns stand: whether one runs is asked for each delivery, so that nothing leaves once it is paused; which waves have begun,
 * which takes a while to find, only now and then. What was delivered meanwhile is told.
 */
function watchCampaigns(ctx: Ctx) {
  const known = new Map<string, { begun: Begun[]; left: number; until: number }>()
  const begunOf = async (campaignId: string, waveMinutes: number): Promise<Begun[]> => {
    const last = known.get(campaignId)
    if (last && last.left > 0 && performance.now() < last.until) {
      last.left -= 1
      return last.begun
    }
    const until = performance.now() + found.longestMs
    const begun = await listBegun(ctx, campaignId, waveMinutes)
    known.set(campaignId, { begun, left: found.deliveries - 1, until })
    return begun
  }
  return {
    /** Null where it is gone. */
    async get(campaignId: string): Promise<CampaignNow | null> {
      const row = await findStanding(ctx, campaignId)
      return row && { ...row, begun: row.state === "running" ? await begunOf(campaignId, row.waveMinutes) : [] }
    },
    noteDelivered(campaignId: string, begun: Begun): void {
      const last = known.get(campaignId)
      if (last && !last.begun.some(({ wave }) => wave === begun.wave)) last.begun.push(begun)
    },
  }
}

function findStanding(ctx: Ctx, campaignId: string): Promise<Omit<CampaignNow, "begun"> | null> {
  return read(ctx, "links:read", (db) =>
    db.campaign.findUnique({
      where: { environmentId_id: { environmentId: ctx.environment.id, id: campaignId } },
      select: { state: true, waveMinutes: true },
    }),
  )
}

/** The waves of which something was delivered within the campaign's interval, and when first. */
function listBegun(ctx: Ctx, campaignId: string, waveMinutes: number): Promise<Begun[]> {
  const since = new Date(ctx.now().getTime() - waveMinutes * minuteMs)
  return read(
    ctx,
    "links:read",
    (db) => db.$queryRaw<Begun[]>`
    SELECT (body ->> 'wave')::integer AS wave, min(settled_at) AS at FROM outgoing_delivery
    WHERE environment_id = ${ctx.environment.id} AND subject_id = ${campaignId}::uuid AND state = 'delivered' AND event = 'repair_addresses'
      AND NOT (body ->> 'reminder')::boolean AND settled_at > ${since}::timestamptz GROUP BY 1`,
  )
}
