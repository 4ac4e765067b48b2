import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { conflict, forbidden, notFound } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { queueDeliveries } from "@/lib/outgoing/deliveries/commands"
import { hasEndpoint } from "@/lib/outgoing/queries"
import { extendAddresses } from "@/lib/recovery/addresses/commands"
import { campaignKey } from "@/lib/recovery/campaigns/commands"
import { toDeliveries } from "@/lib/recovery/campaigns/delivering/rules"
import { makeAddressesJob } from "@/lib/recovery/campaigns/making/jobs"
import { type CampaignMove, canMove } from "@/lib/recovery/campaigns/rules"
import { type CampaignInput, campaignStates, type ExtendCampaign } from "@/lib/recovery/campaigns/schema"
import { dayMs } from "@/lib/time"
import type { Prisma } from "@/prisma/generated/client"

/** Nobody new is asked; who has an address keeps it, and is measured. */
export const pauseCampaign = (ctx: Ctx, { campaignId }: CampaignInput): Promise<void> =>
  move(ctx, campaignId, "pause", async (_, { at }) => ({ state: "paused", pause: "member", pausedAt: at }))

/** Goes on with the next wave, at once where it was due. What has failed so far is forgiven: only what fails from now on stops it again. */
export const resumeCampaign = (ctx: Ctx, { campaignId }: CampaignInput): Promise<void> =>
  move(ctx, campaignId, "resume", async (tx, { at, waveAt }) => {
    await enqueue(tx, makeAddressesJob, { campaignId }, { key: campaignId })
    const tries = await countTries(tx, ctx, campaignId)
    const next = waveAt && waveAt < at ? { waveAt: at } : {}
    return {
      state: "running",
      pause: null,
      pausedAt: null,
      stopSettled: tries.tried,
      stopFailed: tries.failed,
      ...next,
    }
  })

/** Addresses that are still good stay so for some days from now. */
export const extendCampaign = (ctx: Ctx, { campaignId, days }: ExtendCampaign): Promise<void> =>
  move(ctx, campaignId, "extend", async (tx, { at, expiresAt }) => {
    const until = new Date(at.getTime() + days * dayMs)
    if (expiresAt && until <= expiresAt) throw conflict("campaign.notLonger")
    const count = await extendAddresses(tx, ctx, { campaignId, expiresAt: until })
    if (count === 0) throw conflict("campaign.nothingOpen")
    return { expiresAt: until }
  })

/** No wave follows, and nothing is measured any more. Addresses that are out are good until they expire. */
export const endCampaign = (ctx: Ctx, { campaignId }: CampaignInput): Promise<void> =>
  move(ctx, campaignId, "end", async (_, { at, memberId }) => ({ state: "ended", endedAt: at, endedBy: memberId }))

/** Hands the addresses that nobody has touched over once more. Throws CONFLICT where there is none; where no endpoint is set, there is the file. */
export const remindUntouched = (ctx: Ctx, { campaignId }: CampaignInput): Promise<void> =>
  move(ctx, campaignId, "remind", async (tx, { at, name }) => {
    if (!(await hasEndpoint(tx, ctx))) throw conflict("outgoing.noEndpoint")
    const rows = await tx.$queryRaw<{ address_id: string; link_id: string; institution: string }[]>`
      SELECT m.address_id::text, m.link_id::text, m.institution FROM campaign_member m
      JOIN repair_address a ON a.environment_id = m.environment_id AND a.id = m.address_id AND a.state = 'open'
        AND a.expires_at > ${at}::timestamptz
      WHERE m.environment_id = ${ctx.environment.id} AND m.campaign_id = ${campaignId}::uuid AND m.address_id IS NOT NULL
        AND m.opened_at IS NULL AND m.outcome IS NULL ORDER BY m.link_id`
    if (rows.length === 0) throw conflict("campaign.allTouched")
    const campaign = { id: campaignId, name }
    await queueDeliveries(tx, ctx, toDeliveries({ campaign, wave: null, reminder: true, addresses: rows }))
    return { remindedAt: at }
  })

type Moving = { at: Date; memberId: string; name: string; waveAt: Date | null; expiresAt: Date | null }
type Moved = Prisma.CampaignUpdateInput

const names = {
  ...{ pause: "paused", resume: "resumed", extend: "extended", remind: "reminded", end: "ended" },
} as const satisfies Partial<Record<CampaignMove, string>>

function move(
  ctx: Ctx,
  campaignId: string,
  name: keyof typeof names,
  work: (tx: Tx, moving: Moving) => Promise<Moved>,
): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== "member") return Promise.reject(forbidden("campaigns:run"))
  return write(ctx, "campaigns:run", async (tx) => {
    const [row] = await tx.$queryRaw<(Omit<Moving, "at" | "memberId"> & { state: string })[]>`
      SELECT name, state, wave_at AS "waveAt", expires_at AS "expiresAt" FROM campaign
      WHERE environment_id = ${ctx.environment.id} AND id = ${campaignId}::uuid FOR UPDATE`
    if (!row) throw notFound()
    const state = campaignStates.find((one) => one === row.state)
    if (!state || !canMove(state, name)) throw conflict("campaign.movedOn")
    const at = ctx.now()
    const data = await work(tx, { ...row, at, memberId: actor.id })
    await tx.campaign.update({ where: campaignKey(ctx, campaignId), data })
    return {
      result: undefined,
      audit: { action: `campaign.${names[name]}`, entity: "campaign", entityId: campaignId },
    }
  })
}

async function countTries(tx: Tx, ctx: Ctx, campaignId: string): Promise<{ failed: number; tried: number }> {
  const [row] = await tx.$queryRaw<{ failed: number; tried: number }[]>`
    SELECT coalesce(sum(links) FILTER (WHERE kind = 'failed'), 0)::integer AS failed,
      coalesce(sum(links) FILTER (WHERE kind IN ('failed', 'gave_up', 'repaired')), 0)::integer AS tried
    FROM campaign_count WHERE environment_id = ${ctx.environment.id} AND campaign_id = ${campaignId}::uuid`
  return row ?? { failed: 0, tried: 0 }
}
