import { randomUUID } from "node:crypto"
import { usable } from "@/lib/budget"
import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { conflict, forbidden, notFound } from "@/lib/errors"
import { linkListParams } from "@/lib/links/schema"
import { type Cohort, freezeCohort, judgeCohort } from "@/lib/recovery/campaigns/cohort/commands"
import { openingsPerMinute } from "@/lib/recovery/campaigns/pace/rules"
import type { CampaignInput, CohortChoice, CreateCampaign } from "@/lib/recovery/campaigns/schema"

const longest = { timeoutMs: 120_000 }

/** A draft: who would be asked, who is left out and why, and how fast it could go. Nobody is asked yet. */
export function createCampaign(ctx: Ctx, { settings, choice }: CreateCampaign): Promise<{ campaignId: string }> {
  const { actor, environment } = ctx
  if (actor.kind !== "member") return Promise.reject(forbidden("campaigns:run"))
  return write(
    ctx,
    "campaigns:run",
    async (tx) => {
      const [id, seed, at] = [randomUUID(), randomUUID(), ctx.now()]
      const { name, ...numbers } = settings
      const cohort = { id, seed, ...numbers }
      const counts = await freezeCohort(tx, ctx, { cohort, choice })
      await tx.campaign.create({
        data: {
          ...{
            environmentId: environment.id,
            id,
            seed,
            name,
            ...numbers,
            ...counts,
            state: "draft",
            source: choice.kind,
          },
          ...{ filter: keptFilter(choice), openingsPerMinute: await paceNow(tx, ctx, id) },
          ...{ createdBy: actor.id, createdAt: at, judgedAt: at },
        },
      })
      const after = { source: choice.kind, ...numbers, ...counts }
      return { result: { campaignId: id }, audit: entry("campaign.drafted", id, after) }
    },
    longest,
  )
}

/** Looks at a draft's links anew. Throws CONFLICT once it has been started. */
export function refreshDraft(ctx: Ctx, { campaignId }: CampaignInput): Promise<void> {
  return write(
    ctx,
    "campaigns:run",
    async (tx) => {
      const draft = await lockDraft(tx, ctx, campaignId)
      const counts = await judgeDraft(tx, ctx, draft)
      return { result: undefined, audit: entry("campaign.judged", campaignId, counts) }
    },
    longest,
  )
}

/** A draft that nobody wants. Throws CONFLICT once it has been started. */
export function discardDraft(ctx: Ctx, { campaignId }: CampaignInput): Promise<void> {
  return write(ctx, "campaigns:run", async (tx) => {
    await lockDraft(tx, ctx, campaignId)
    const where = { environmentId: ctx.environment.id, campaignId }
    await tx.campaignMember.deleteMany({ where })
    await tx.campaignCohort.deleteMany({ where })
    await tx.campaignLine.deleteMany({ where })
    await tx.campaign.delete({ where: campaignKey(ctx, campaignId) })
    return { result: undefined, audit: entry("campaign.discarded", campaignId, {}) }
  })
}

export const campaignKey = ({ environment }: Ctx, id: string) => ({
  environmentId_id: { environmentId: environment.id, id },
})

/** Held until the end. Throws NOT_FOUND, and CONFLICT where it is no draft any more. */
export async function lockDraft(tx: Tx, ctx: Ctx, campaignId: string): Promise<Cohort & { name: string }> {
  const [row] = await tx.$queryRaw<(Cohort & { name: string; state: string })[]>`
    SELECT id::text, name, state, seed::text, asked_within_days AS "askedWithinDays", held_out_percent AS "heldOutPercent"
    FROM campaign WHERE environment_id = ${ctx.environment.id} AND id = ${campaignId}::uuid FOR UPDATE`
  if (!row) throw notFound()
  if (row.state !== "draft") throw conflict("campaign.notDraft")
  return row
}

/** Counts and pace of a draft as they are now. */
export async function judgeDraft(tx: Tx, ctx: Ctx, cohort: Cohort) {
  const counts = await judgeCohort(tx, ctx, cohort)
  const perMinute = await paceNow(tx, ctx, cohort.id)
  const data = { ...counts, openingsPerMinute: perMinute, judgedAt: ctx.now() }
  await tx.campaign.update({ where: campaignKey(ctx, cohort.id), data })
  return { ...counts, openingsPerMinute: perMinute }
}

/** What the budget can bear beside the campaigns whose addresses go out, or have just gone out; one that is paused may go on any time. */
export async function paceNow(tx: Tx, ctx: Ctx, campaignId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ taken: number }[]>`
    SELECT coalesce(sum(openings_per_minute), 0)::integer AS taken FROM campaign
    WHERE environment_id = ${ctx.environment.id} AND state IN ('running', 'paused') AND id <> ${campaignId}::uuid
      AND (wave <= waves OR wave_at > ${ctx.now()}::timestamptz)`
  return openingsPerMinute({ usable: usable(ctx.env.belvoRequestsPer30s), taken: row?.taken ?? 0 })
}

/** The list's address, without what may name a person. */
function keptFilter(choice: CohortChoice): string | null {
  if (choice.kind === "ids") return null
  const nobody = { q: null, id: [], externalId: [], institutionUserId: [] }
  const place = { after: null, before: null, live: false, page: 1 }
  return linkListParams.query({ ...choice.params, ...nobody, ...place }).replace(/^\?/, "")
}

const entry = (action: string, entityId: string, after: Record<string, string | number>) => ({
  ...{ action, entity: "campaign", entityId, after },
})
