import type { Ctx } from "@/lib/ctx"
import { databaseNow, record } from "@/lib/db"
import { enqueue } from "@/lib/jobs/boss"
import { campaignKey } from "@/lib/recovery/campaigns/commands"
import { makeAddressesJob } from "@/lib/recovery/campaigns/making/jobs"
import { foldAddresses, foldCampaigns } from "@/lib/recovery/campaigns/measuring/commands"
import { countTries, isMeasuredSql } from "@/lib/recovery/campaigns/measuring/queries"
import { shouldStop } from "@/lib/recovery/campaigns/rules"
import { hourMs } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/** Each minute: measures, stops what goes wrong, asks who is due, and ends what is over. */
export const driveCampaigns = (ctx: Ctx): Promise<void> => drive(ctx, foldCampaigns)

/** As soon as something is told of addresses: too many failures stop a campaign at once. What links come to by themselves waits for the minute. */
export const measureCampaigns = (ctx: Ctx): Promise<void> => drive(ctx, foldAddresses)

async function drive(ctx: Ctx, fold: (ctx: Ctx) => Promise<number>): Promise<void> {
  const under = await listMeasured(ctx)
  if (under.length === 0) return
  await fold(ctx)
  for (const { id } of under) await driveOne(ctx, id)
}

/** Also those that have just ended: they are measured a little longer, and not driven. */
const listMeasured = (ctx: Ctx): Promise<{ id: string }[]> =>
  record(ctx, "campaigns:drive", async (tx) => ({
    result: await tx.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM campaign WHERE environment_id = ${ctx.environment.id} AND ${isMeasuredSql(await databaseNow(ctx))} ORDER BY id`,
  }))

type Driven = {
  state: "running" | "paused"
  stopPercent: number
  stopFailed: number
  stopSettled: number
  isDue: boolean
  isOver: boolean
}

/** Which addresses have expired is told a while after the end. */
const lastExpiryMs = 2 * hourMs

function driveOne(ctx: Ctx, id: string): Promise<void> {
  const now = ctx.now()
  return record<void>(ctx, "campaigns:drive", async (tx) => {
    const [row] = await tx.$queryRaw<Driven[]>`
      SELECT state, stop_percent AS "stopPercent", stop_failed AS "stopFailed", stop_settled AS "stopSettled",
        wave <= waves AND wave_at <= ${now}::timestamptz AS "isDue",
        ${lastMomentSql} < ${new Date(now.getTime() - lastExpiryMs)}::timestamptz AS "isOver"
      FROM campaign WHERE environment_id = ${ctx.environment.id} AND id = ${id}::uuid AND state IN ('running', 'paused') FOR UPDATE`
    if (!row) return { result: undefined }
    const { failed, tried } = await countTries(tx, ctx, { campaignId: id })
    const tries = { failed: failed - row.stopFailed, tried: tried - row.stopSettled }
    if (row.isOver) {
      await tx.campaign.update({ where: campaignKey(ctx, id), data: { state: "ended", endedAt: now } })
      return { result: undefined, audit: entry("campaign.ended", id, { because: "over" }) }
    }
    if (row.state === "running" && shouldStop(tries, row.stopPercent)) {
      await tx.campaign.update({
        where: campaignKey(ctx, id),
        data: { state: "paused", pause: "failures", pausedAt: now },
      })
      return { result: undefined, audit: entry("campaign.stopped", id, { ...tries, stopPercent: row.stopPercent }) }
    }
    if (row.state === "running" && row.isDue) await enqueue(tx, makeAddressesJob, { campaignId: id }, { key: id })
    return { result: undefined }
  })
}

/**
 * When nobody can be asked or repair anything any more: the end of the last address; one that stands still with waves left is given as
 * long as its addresses; one that asked nobody has nothing to wait for. Never while a wave is to come.
 */
const lastMomentSql = Prisma.sql`CASE WHEN wave > waves THEN coalesce(expires_at, started_at)
  WHEN state = 'paused' THEN greatest(expires_at, paused_at + make_interval(days => valid_days)) ELSE 'infinity' END`

const entry = (action: string, entityId: string, after: Record<string, string | number>) => ({
  ...{ action, entity: "campaign", entityId, after },
})
