import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { enqueue } from "@/lib/jobs/boss"
import { campaignKey } from "@/lib/recovery/campaigns/commands"
import { makeAddressesJob } from "@/lib/recovery/campaigns/making/jobs"
import { foldCampaigns } from "@/lib/recovery/campaigns/measuring/commands"
import { shouldStop } from "@/lib/recovery/campaigns/rules"
import { hourMs } from "@/lib/time"

/** Each minute: measures, stops what goes wrong, asks who is due, and ends what is over. */
export async function driveCampaigns(ctx: Ctx): Promise<void> {
  const under = await listUnderWay(ctx)
  if (under.length === 0) return
  await foldCampaigns(ctx)
  for (const { id } of under) await driveOne(ctx, id)
}

const listUnderWay = (ctx: Ctx): Promise<{ id: string }[]> =>
  record(ctx, "campaigns:drive", async (tx) => ({
    result: await tx.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM campaign WHERE environment_id = ${ctx.environment.id} AND state IN ('running', 'paused') ORDER BY id`,
  }))

type Driven = {
  state: "running" | "paused"
  stopPercent: number
  stopFailed: number
  stopSettled: number
  isMade: boolean
  isDue: boolean
  isOver: boolean
  failed: number
  tried: number
}

/** Who pressed in the last minute, and which addresses have expired, is told a while after the end. */
const lastFactsMs = 2 * hourMs

function driveOne(ctx: Ctx, id: string): Promise<void> {
  const now = ctx.now()
  return record<void>(ctx, "campaigns:drive", async (tx) => {
    const [row] = await tx.$queryRaw<Driven[]>`
      SELECT state, stop_percent AS "stopPercent", stop_failed AS "stopFailed", stop_settled AS "stopSettled", wave > waves AS "isMade",
        wave <= waves AND wave_at <= ${now}::timestamptz AS "isDue", coalesce(expires_at < ${new Date(now.getTime() - lastFactsMs)}::timestamptz, false) AS "isOver",
        t.failed, t.tried
      FROM campaign c CROSS JOIN LATERAL (
        SELECT coalesce(sum(links) FILTER (WHERE kind = 'failed'), 0)::integer AS failed,
          coalesce(sum(links) FILTER (WHERE kind IN ('failed', 'gave_up', 'repaired')), 0)::integer AS tried
        FROM campaign_count n WHERE n.environment_id = c.environment_id AND n.campaign_id = c.id) AS t
      WHERE c.environment_id = ${ctx.environment.id} AND c.id = ${id}::uuid AND c.state IN ('running', 'paused') FOR UPDATE OF c`
    if (!row) return { result: undefined }
    const tries = { failed: row.failed - row.stopFailed, tried: row.tried - row.stopSettled }
    if (row.isMade && row.isOver) {
      await tx.campaign.update({ where: campaignKey(ctx, id), data: { state: "ended", endedAt: now } })
      return { result: undefined, audit: entry("campaign.ended", id, { because: "over" }) }
    }
    if (row.state === "running" && !row.isMade && shouldStop(tries, row.stopPercent)) {
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

const entry = (action: string, entityId: string, after: Record<string, string | number>) => ({
  ...{ action, entity: "campaign", entityId, after },
})
