import type { Ctx } from "@/lib/ctx"
import { databaseNow, record, type Tx } from "@/lib/db"
import { applyFacts, type Held, type Told } from "@/lib/recovery/campaigns/measuring/counting/commands"
import { isMeasuredSql } from "@/lib/recovery/campaigns/measuring/queries"
import { lastFactsMs, memberFacts } from "@/lib/recovery/campaigns/rules"
import { hourMs, minuteMs } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

const longest = { timeoutMs: 120_000 }

/**
 * Folds what has become of addresses and links since the last time into the campaigns' counts. A fact that is read twice counts once,
 * so that what committed late is read again rather than missed. Answers how many members changed.
 */
export const foldCampaigns = (ctx: Ctx): Promise<number> => fold(ctx, { events: true })

/** The same of addresses alone, which is done whenever something is told of one: reading the links' events again each time would not do. */
export const foldAddresses = (ctx: Ctx): Promise<number> => fold(ctx, { events: false })

async function fold(ctx: Ctx, { events }: { events: boolean }): Promise<number> {
  const now = await databaseNow(ctx)
  return record(
    ctx,
    "campaigns:drive",
    async (tx) => {
      const last = await lockFold(tx, ctx, now)
      const under = await lockCampaigns(tx, ctx, now)
      const ofAddresses = await foldOutcomes(tx, ctx, { after: last.outcomeId, under })
      const ofLinks = events ? await foldEvents(tx, ctx, { since: last.eventAt, now, under }) : 0
      await keepFold(tx, ctx, { now, eventAt: events ? now : last.eventAt })
      return { result: ofAddresses + ofLinks }
    },
    longest,
  )
}

/** One at a time an environment; whoever comes second reads on from where the first has come. */
async function lockFold(tx: Tx, ctx: Ctx, now: Date): Promise<{ outcomeId: bigint; eventAt: Date }> {
  const environmentId = ctx.environment.id
  await tx.$executeRaw`
    INSERT INTO campaign_fold (environment_id, outcome_id, event_at) VALUES (${environmentId}, 0, ${now}::timestamptz)
    ON CONFLICT DO NOTHING`
  const [row] = await tx.$queryRaw<{ outcomeId: bigint; eventAt: Date }[]>`
    SELECT outcome_id AS "outcomeId", event_at AS "eventAt" FROM campaign_fold
    WHERE environment_id = ${environmentId} FOR UPDATE`
  return row ?? { outcomeId: 0n, eventAt: now }
}

type UnderWay = { id: string; judgedAt: Date }

/**
 * Whose numbers change, held until the end: whoever makes addresses holds its campaign as well, so that nobody counts the same members
 * at once. Of one that has ended, what was told shortly afterwards belongs to it still.
 */
function lockCampaigns(tx: Tx, ctx: Ctx, now: Date): Promise<UnderWay[]> {
  return tx.$queryRaw<UnderWay[]>`
    SELECT id::text, judged_at AS "judgedAt" FROM campaign
    WHERE environment_id = ${ctx.environment.id} AND ${isMeasuredSql(now)} ORDER BY id FOR UPDATE`
}

/** No transaction of ours takes as long: what has an older moment has been committed. */
const settledAfterMs = 3 * minuteMs
/** A link may be told of later than what was seen: so far back its events are read again. */
const overlapMs = hourMs
const overlap = Prisma.sql`make_interval(secs => ${overlapMs / 1000}::double precision)`
const afterEnd = Prisma.sql`make_interval(secs => ${lastFactsMs / 1000}::double precision)`

/** Past everything that is older than that, whoever's it is. */
async function keepFold(tx: Tx, { environment }: Ctx, { now, eventAt }: { now: Date; eventAt: Date }): Promise<void> {
  const before = new Date(now.getTime() - settledAfterMs)
  await tx.$executeRaw`
    UPDATE campaign_fold f SET event_at = ${eventAt}::timestamptz, outcome_id = coalesce(
      (SELECT min(id) - 1 FROM repair_outcome WHERE environment_id = ${environment.id} AND id > f.outcome_id AND at >= ${before}::timestamptz),
      (SELECT max(id) FROM repair_outcome WHERE environment_id = ${environment.id} AND id > f.outcome_id), f.outcome_id)
    WHERE f.environment_id = ${environment.id}`
}

const atOnce = 2_000

type Row = Omit<Held, "state" | "ever"> & {
  sent: boolean
  opened: boolean
  tried: boolean
  failed: boolean
  outcome: Held["state"] | null
  kind: string
  at: Date
}

async function foldOutcomes(
  tx: Tx,
  ctx: Ctx,
  { after, under }: { after: bigint; under: readonly UnderWay[] },
): Promise<number> {
  const environmentId = ctx.environment.id
  const ids = under.map(({ id }) => id)
  let [changed, upTo] = [0, after]
  for (;;) {
    const rows = await tx.$queryRaw<(Row & { id: bigint })[]>`
      SELECT o.id, ${memberSql}, o.kind, o.at
      FROM (SELECT r.* FROM repair_outcome r JOIN campaign c ON c.environment_id = r.environment_id AND c.id = r.campaign_id
        WHERE r.environment_id = ${environmentId} AND r.id > ${upTo}::bigint AND r.campaign_id = ANY (${ids}::uuid[])
          AND (c.ended_at IS NULL OR r.at <= c.ended_at + ${afterEnd})
        ORDER BY r.id LIMIT ${atOnce}::integer) AS o
      CROSS JOIN LATERAL (SELECT * FROM campaign_member k WHERE k.environment_id = ${environmentId} AND k.campaign_id = o.campaign_id
        AND k.link_id = o.link_id AND k.address_id = o.address_id OFFSET 0) AS m
      ORDER BY o.id`
    const last = rows.at(-1)
    if (!last) return changed
    changed += await applyFacts(tx, ctx, byMember(rows))
    upTo = last.id
  }
}

/**
 * Links of members that work again, or are gone. What a session of recovery's was about is told by its address first; only where
 * nobody says so for a while has the link been repaired in another way. What was seen before the links were judged but kept only
 * afterwards counts where it still holds.
 */
async function foldEvents(
  tx: Tx,
  ctx: Ctx,
  { since, now, under }: { since: Date; now: Date; under: readonly UnderWay[] },
): Promise<number> {
  if (under.length === 0) return 0
  const first = Math.min(...under.map(({ judgedAt }) => judgedAt.getTime()))
  const from = new Date(Math.max(since.getTime(), first) - overlapMs)
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${memberSql}, CASE e.kind WHEN 'removed' THEN 'removed' ELSE 'healed' END AS kind, greatest(e.at, c.started_at) AS at
    FROM link_event e
    JOIN campaign_member m ON m.environment_id = e.environment_id AND m.link_id = e.link_id AND m.left_out IS NULL
      AND (m.outcome IS NULL OR m.outcome NOT IN ('repaired', 'healed', 'removed'))
    JOIN campaign c ON c.environment_id = m.environment_id AND c.id = m.campaign_id AND c.id = ANY (${under.map(({ id }) => id)}::uuid[])
      AND e.at >= c.judged_at - ${overlap} AND (c.ended_at IS NULL OR e.at <= c.ended_at + ${afterEnd})
    JOIN link l ON l.environment_id = e.environment_id AND l.id = e.link_id
    WHERE e.environment_id = ${ctx.environment.id} AND e.kind IN ('status', 'removed')
      AND e.at > ${from}::timestamptz AND (e.kind = 'removed' OR e.after = 'valid')
      AND (e.at >= c.judged_at OR CASE e.kind WHEN 'removed' THEN l.removed_at IS NOT NULL ELSE l.status = 'valid' END)
      AND (e.cause <> 'session' OR e.at < ${new Date(now.getTime() - sessionsSettleMs)}::timestamptz)
    ORDER BY e.at, e.id`
  return applyFacts(tx, ctx, byMember(rows))
}

const memberSql = Prisma.sql`m.campaign_id::text AS "campaignId", m.link_id::text AS "linkId", m.institution, m.wave = 0 AS "heldOut",
  m.sent_at IS NOT NULL AS sent, m.opened_at IS NOT NULL AS opened, m.tried, m.failed, m.outcome, m.outcome_at AS "outcomeAt"`

/** The last look of a session comes after eleven minutes. */
const sessionsSettleMs = 20 * minuteMs

function byMember(rows: readonly Row[]): { member: Held; told: Told[] }[] {
  return [...Map.groupBy(rows, ({ campaignId, linkId }) => `${campaignId} ${linkId}`).values()].flatMap((own) => {
    const [first] = own
    if (!first) return []
    const { campaignId, linkId, institution, heldOut, outcomeAt, sent, outcome, opened, tried, failed } = first
    const state = outcome ?? (opened ? "opened" : sent ? "untouched" : "waiting")
    const told = own.flatMap(({ kind, at }) => {
      const fact = memberFacts.find((one) => one === kind)
      return fact ? { fact, at } : []
    })
    return {
      member: { campaignId, linkId, institution, heldOut, state, outcomeAt, ever: { opened, tried, failed } },
      told,
    }
  })
}
