import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { conflict, forbidden } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { campaignKey, judgeDraft, lockDraft, paceNow } from "@/lib/recovery/campaigns/commands"
import { makeAddressesJob } from "@/lib/recovery/campaigns/making/jobs"
import { countWaves, waveSize } from "@/lib/recovery/campaigns/pace/rules"
import type { StartCampaign } from "@/lib/recovery/campaigns/schema"

const longest = { timeoutMs: 120_000 }

/**
 * Judges all links once more, shares them out into waves by the order of their draw, and sets out. Throws CONFLICT where more would
 * be asked than the page said, or nobody.
 */
export function startCampaign(ctx: Ctx, { campaignId, expectedMembers }: StartCampaign): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== "member") return Promise.reject(forbidden("campaigns:run"))
  return write(
    ctx,
    "campaigns:run",
    async (tx) => {
      await enterCampaigns(tx, ctx)
      const draft = await lockDraft(tx, ctx, campaignId)
      const { members, heldOut, openingsPerMinute } = await judgeDraft(tx, ctx, draft)
      const asked = members - heldOut
      if (members > expectedMembers) throw conflict("campaign.moreNow", { expected: expectedMembers, matched: members })
      if (asked === 0) throw conflict("campaign.nobodyToAsk")
      const { waveMinutes } = await tx.campaign.findUniqueOrThrow({
        where: campaignKey(ctx, campaignId),
        select: { waveMinutes: true },
      })
      const plan = { waveMinutes, asked }
      const waves = countWaves(openingsPerMinute, plan)
      await shareOut(tx, ctx, { campaignId, size: waveSize(openingsPerMinute, plan) })
      const at = ctx.now()
      await tx.campaign.update({
        where: campaignKey(ctx, campaignId),
        data: { state: "running", startedBy: actor.id, startedAt: at, waves, wave: 1, waveAt: at },
      })
      await enqueue(tx, makeAddressesJob, { campaignId }, { key: campaignId })
      const after = { members, heldOut, waves, openingsPerMinute }
      return {
        result: undefined,
        audit: { action: "campaign.started", entity: "campaign", entityId: campaignId, after },
      }
    },
    longest,
  )
}

/** What has not been asked yet goes out in waves as large as can be borne now, the first of them under the number that is next. */
export async function shareRest(tx: Tx, ctx: Ctx, campaignId: string) {
  const environmentId = ctx.environment.id
  const where = campaignKey(ctx, campaignId)
  const select = { wave: true, waveMinutes: true } as const
  const { wave, waveMinutes } = await tx.campaign.findUniqueOrThrow({ where, select })
  const asked = await tx.campaignMember.count({
    where: { environmentId, campaignId, leftOut: null, wave: { gte: wave }, addressId: null, outcome: null },
  })
  const perMinute = await paceNow(tx, ctx, campaignId)
  const plan = { waveMinutes, asked }
  await tx.$executeRaw`
    WITH placed AS MATERIALIZED (
      SELECT environment_id, campaign_id, link_id, row_number() OVER (ORDER BY draw, link_id) AS place FROM campaign_member
      WHERE environment_id = ${environmentId} AND campaign_id = ${campaignId}::uuid AND left_out IS NULL AND wave >= ${wave}::integer
        AND wave > 0 AND address_id IS NULL AND outcome IS NULL
    )
    UPDATE campaign_member m SET wave = ${wave}::integer + (p.place - 1) / ${waveSize(perMinute, plan)}::integer FROM placed p
    WHERE (m.environment_id, m.campaign_id, m.link_id) = (p.environment_id, p.campaign_id, p.link_id)`
  return { openingsPerMinute: perMinute, waves: wave - 1 + Math.max(1, countWaves(perMinute, plan)) }
}

/** One starts at a time an environment, so that a link that two drafts hold is asked by one of them. */
async function enterCampaigns(tx: Tx, ctx: Ctx): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`campaigns ${ctx.environment.id}`}, 0))::text`
}

/** Those held out draw the lowest numbers; the rest go out in the order of theirs, which has nothing to do with what they are. */
async function shareOut(tx: Tx, ctx: Ctx, { campaignId, size }: { campaignId: string; size: number }): Promise<void> {
  const environmentId = ctx.environment.id
  await tx.$executeRaw`
    WITH placed AS MATERIALIZED (
      SELECT environment_id, campaign_id, link_id, row_number() OVER (ORDER BY draw, link_id) AS place FROM campaign_member
      WHERE environment_id = ${environmentId} AND campaign_id = ${campaignId}::uuid AND left_out IS NULL AND wave IS NULL
    )
    UPDATE campaign_member m SET wave = 1 + (p.place - 1) / ${size}::integer FROM placed p
    WHERE (m.environment_id, m.campaign_id, m.link_id) = (p.environment_id, p.campaign_id, p.link_id)`
  await tx.$executeRaw`
    INSERT INTO campaign_count (environment_id, campaign_id, held_out, institution, kind, links)
    SELECT environment_id, campaign_id, wave = 0, institution, 'waiting', count(*) FROM campaign_member
    WHERE environment_id = ${environmentId} AND campaign_id = ${campaignId}::uuid AND left_out IS NULL GROUP BY 1, 2, 3, 4`
}
