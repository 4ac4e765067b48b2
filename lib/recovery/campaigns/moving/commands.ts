import type { AuditEntry } from "@/lib/audit-chain"
import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { conflict, forbidden, notFound } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { queueDeliveries, wakeDeliveries } from "@/lib/outgoing/deliveries/commands"
import { hasEndpoint } from "@/lib/outgoing/queries"
import { extendAddresses } from "@/lib/recovery/addresses/commands"
import { campaignKey } from "@/lib/recovery/campaigns/commands"
import { spaced, toDeliveries } from "@/lib/recovery/campaigns/delivering/rules"
import { makeAddressesJob } from "@/lib/recovery/campaigns/making/jobs"
import { countTries } from "@/lib/recovery/campaigns/measuring/queries"
import { type CampaignMove, canMove } from "@/lib/recovery/campaigns/rules"
import {
  type CampaignFileParams,
  type CampaignInput,
  campaignStates,
  type ExtendCampaign,
  type RemindCampaign,
} from "@/lib/recovery/campaigns/schema"
import { shareRest } from "@/lib/recovery/campaigns/starting/commands"
import { dayMs } from "@/lib/time"
import type { Prisma } from "@/prisma/generated/client"

/** Nobody new is asked; who has an address keeps it, and is measured. */
export const pauseCampaign = (ctx: Ctx, { campaignId }: CampaignInput): Promise<void> =>
  move(ctx, campaignId, "pause", async (_, { at }) => ({ state: "paused", pause: "member", pausedAt: at }))

/**
 * Goes on with the next wave, at once where it was due, at the pace that the budget can bear by now. What has failed so far is
 * forgiven: only who fails from now on stops it again.
 */
export const resumeCampaign = (ctx: Ctx, { campaignId }: CampaignInput): Promise<void> =>
  move(ctx, campaignId, "resume", async (tx, { at, waveAt, isMade }) => {
    await enqueue(tx, makeAddressesJob, { campaignId }, { key: campaignId })
    await wakeDeliveries(tx, ctx, { subjectId: campaignId })
    const { tried, failed } = await countTries(tx, ctx, { campaignId })
    const next = !isMade && waveAt && waveAt < at ? { waveAt: at } : {}
    return {
      ...{ state: "running", pause: null, pausedAt: null, stopSettled: tried, stopFailed: failed },
      ...next,
      ...(isMade ? {} : await shareRest(tx, ctx, campaignId)),
    }
  })

/** Addresses that are still good stay so for some days from now; none ends earlier than it would have. */
export const extendCampaign = (ctx: Ctx, { campaignId, days }: ExtendCampaign): Promise<void> =>
  move(ctx, campaignId, "extend", async (tx, { at, expiresAt }) => {
    const until = new Date(at.getTime() + days * dayMs)
    const isLonger = expiresAt === null || until > expiresAt
    const count = await extendAddresses(tx, ctx, { campaignId, expiresAt: until })
    if (count === 0) throw conflict(isLonger ? "campaign.nothingOpen" : "campaign.notLonger")
    return isLonger ? { expiresAt: until } : {}
  })

/** No wave follows, and nothing is measured any more. Addresses that are out are good until they expire. */
export const endCampaign = (ctx: Ctx, { campaignId }: CampaignInput): Promise<void> =>
  move(ctx, campaignId, "end", async (_, { at, memberId }) => ({ state: "ended", endedAt: at, endedBy: memberId }))

/**
 * Hands the addresses that nobody has opened over once more, at the campaign's pace. Throws CONFLICT where there is none, and where
 * somebody has reminded since the page was made; where no endpoint is set, there is the file.
 */
export const remindUntouched = (ctx: Ctx, { campaignId, remindedAt }: RemindCampaign): Promise<void> =>
  move(ctx, campaignId, "remind", async (tx, { at, name, openingsPerMinute, ...row }) => {
    if (!(await hasEndpoint(tx, ctx))) throw conflict("outgoing.noEndpoint")
    if ((row.remindedAt?.toISOString() ?? null) !== remindedAt) throw conflict("campaign.movedOn")
    const rows = await tx.$queryRaw<{ address_id: string; link_id: string; institution: string }[]>`
      SELECT m.address_id::text, m.link_id::text, m.institution FROM campaign_member m
      JOIN repair_address a ON a.environment_id = m.environment_id AND a.id = m.address_id AND a.state = 'open'
        AND a.expires_at > ${at}::timestamptz AND a.first_opened_at IS NULL
      JOIN link l ON l.environment_id = m.environment_id AND l.id = m.link_id AND l.status <> 'valid'
      WHERE m.environment_id = ${ctx.environment.id} AND m.campaign_id = ${campaignId}::uuid AND m.address_id IS NOT NULL
        AND m.opened_at IS NULL AND m.outcome IS NULL ORDER BY m.link_id`
    if (rows.length === 0) throw conflict("campaign.allTouched")
    const campaign = { id: campaignId, name }
    const deliveries = toDeliveries({ campaign, wave: null, reminder: true, addresses: rows })
    await queueDeliveries(tx, ctx, spaced(deliveries, { from: at, perMinute: openingsPerMinute }))
    return { remindedAt: at }
  })

/** A file has been fetched. That of the untouched is the reminder where no endpoint is set: what it is for is to be sent. */
export async function noteDownload(tx: Tx, ctx: Ctx, { campaign, only }: CampaignFileParams): Promise<AuditEntry[]> {
  const [row] = await tx.$queryRaw<{ id: string; state: string }[]>`
    SELECT id::text, state FROM campaign WHERE environment_id = ${ctx.environment.id} AND id = ${campaign}::uuid FOR UPDATE`
  if (!row) throw notFound()
  const isUnderWay = row.state === "running" || row.state === "paused"
  const isReminder = only === "untouched" && isUnderWay && !(await hasEndpoint(tx, ctx))
  const at = ctx.now()
  await tx.campaign.update({
    where: campaignKey(ctx, row.id),
    data: { downloadedAt: at, ...(isReminder ? { remindedAt: at } : {}) },
  })
  return isReminder
    ? [{ action: "campaign.reminded", entity: "campaign", entityId: row.id, after: { by: "file" } }]
    : []
}

type Moving = {
  at: Date
  memberId: string
  name: string
  waveAt: Date | null
  isMade: boolean
  openingsPerMinute: number
  expiresAt: Date | null
  remindedAt: Date | null
}
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
      SELECT name, state, wave_at AS "waveAt", wave > waves AS "isMade", openings_per_minute AS "openingsPerMinute",
        expires_at AS "expiresAt", reminded_at AS "remindedAt" FROM campaign
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
