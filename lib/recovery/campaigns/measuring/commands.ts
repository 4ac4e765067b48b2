import type { Ctx } from "@/lib/ctx"
import { databaseNow, record, type Tx } from "@/lib/db"
import { applyFacts, type Held, type Told } from "@/lib/recovery/campaigns/measuring/counting/commands"
import { memberFacts } from "@/lib/recovery/campaigns/rules"
import { hourMs, minuteMs } from "@/lib/time"

const longest = { timeoutMs: 120_000 }

/**
 * Folds what has become of addresses and links since the last time into the campaigns' counts. A fact that is read twice counts once,
 * so that what committed late is read again rather than missed. Answers how many members changed.
 */
export async function foldCampaigns(ctx: Ctx): Promise<number> {
  const now = await databaseNow(ctx)
  return record(
    ctx,
    "campaigns:drive",
    async (tx) => {
      const fold = await lockFold(tx, ctx, now)
      const ofAddresses = await foldOutcomes(tx, ctx, fold.outcomeId)
      const ofLinks = await foldEvents(tx, ctx, { since: fold.eventAt, now })
      await keepFold(tx, ctx, now)
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

/** No transaction of ours takes as long: what has an older moment has been committed. */
const settledAfterMs = 3 * minuteMs
/** A link may be told of later than what was seen: so far back its events are read again. */
const overlapMs = hourMs

/** Past everything that is older than that, whoever's it is. */
async function keepFold(tx: Tx, { environment }: Ctx, now: Date): Promise<void> {
  const before = new Date(now.getTime() - settledAfterMs)
  await tx.$executeRaw`
    UPDATE campaign_fold f SET event_at = ${now}::timestamptz, outcome_id = coalesce(
      (SELECT min(id) - 1 FROM repair_outcome WHERE environment_id = ${environment.id} AND id > f.outcome_id AND at >= ${before}::timestamptz),
      (SELECT max(id) FROM repair_outcome WHERE environment_id = ${environment.id} AND id > f.outcome_id), f.outcome_id)
    WHERE f.environment_id = ${environment.id}`
}

const atOnce = 2_000

type Row = Omit<Held, "state" | "isOpened"> & {
  sent: boolean
  outcome: Held["state"] | null
  isOpened: boolean
  kind: string
  at: Date
}

/** Of campaigns under way alone: what is told of one that has ended changes its numbers no more. */
async function foldOutcomes(tx: Tx, ctx: Ctx, after: bigint): Promise<number> {
  const environmentId = ctx.environment.id
  let [changed, upTo] = [0, after]
  for (;;) {
    const rows = await tx.$queryRaw<(Row & { id: bigint })[]>`
      SELECT o.id, m.campaign_id::text AS "campaignId", m.link_id::text AS "linkId", m.institution, false AS "heldOut",
        m.sent_at IS NOT NULL AS sent, m.opened_at IS NOT NULL AS "isOpened", m.outcome, o.kind, o.at
      FROM (SELECT * FROM repair_outcome WHERE environment_id = ${environmentId} AND id > ${upTo}::bigint AND campaign_id IN (
          SELECT id FROM campaign WHERE environment_id = ${environmentId} AND state IN ('running', 'paused'))
        ORDER BY id LIMIT ${atOnce}::integer) AS o
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
 * nobody says so for a while has the link been repaired in another way.
 */
async function foldEvents(tx: Tx, ctx: Ctx, { since, now }: { since: Date; now: Date }): Promise<number> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT m.campaign_id::text AS "campaignId", m.link_id::text AS "linkId", m.institution, m.wave = 0 AS "heldOut",
      m.sent_at IS NOT NULL AS sent, m.opened_at IS NOT NULL AS "isOpened", m.outcome,
      CASE e.kind WHEN 'removed' THEN 'removed' ELSE 'healed' END AS kind, e.at
    FROM link_event e
    JOIN campaign_member m ON m.environment_id = e.environment_id AND m.link_id = e.link_id AND m.left_out IS NULL
      AND (m.outcome IS NULL OR m.outcome NOT IN ('repaired', 'healed', 'removed'))
    JOIN campaign c ON c.environment_id = m.environment_id AND c.id = m.campaign_id AND c.state IN ('running', 'paused')
      AND e.at >= c.started_at
    WHERE e.environment_id = ${ctx.environment.id} AND e.kind IN ('status', 'removed')
      AND e.at > ${new Date(since.getTime() - overlapMs)}::timestamptz AND (e.kind = 'removed' OR e.after = 'valid')
      AND (e.cause <> 'session' OR e.at < ${new Date(now.getTime() - sessionsSettleMs)}::timestamptz)
    ORDER BY e.at, e.id`
  return applyFacts(tx, ctx, byMember(rows))
}

/** The last look of a session comes after eleven minutes. */
const sessionsSettleMs = 20 * minuteMs

function byMember(rows: readonly Row[]): { member: Held; told: Told[] }[] {
  return [...Map.groupBy(rows, ({ campaignId, linkId }) => `${campaignId} ${linkId}`).values()].flatMap((own) => {
    const [first] = own
    if (!first) return []
    const { campaignId, linkId, institution, heldOut, isOpened, sent, outcome } = first
    const state = outcome ?? (isOpened ? "opened" : sent ? "untouched" : "waiting")
    const told = own.flatMap(({ kind, at }) => {
      const fact = memberFacts.find((one) => one === kind)
      return fact ? { fact, at } : []
    })
    return { member: { campaignId, linkId, institution, heldOut, isOpened, state }, told }
  })
}
