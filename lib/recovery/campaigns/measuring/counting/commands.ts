import type { Ctx } from "@/lib/ctx"
import type { Tx } from "@/lib/db"
import { advance, type MemberFact } from "@/lib/recovery/campaigns/rules"
import type { MemberState } from "@/lib/recovery/campaigns/schema"

export type Held = {
  campaignId: string
  linkId: string
  institution: string
  heldOut: boolean
  state: MemberState
  /** Since when it stands so; null where nothing has come of it yet. */
  outcomeAt: Date | null
  /** What it has been counted for, once for all. */
  ever: { opened: boolean; tried: boolean; failed: boolean }
}
export type Told = { fact: MemberFact; at: Date }
type Once = "sent" | "opened" | "tried" | "failed"
/** A member that has come from one state to another; `first` are counted beside the states, once a member. */
export type Change = Omit<Held, "state" | "outcomeAt" | "ever"> & {
  from: MemberState
  to: MemberState
  at: Date
  /** When it came into the state that it leaves. */
  since?: Date | null
  first: readonly Once[]
}

/** What these facts, in their order, make of members whose rows are held; keeps it, and counts it. Answers how many changed. */
export async function applyFacts(
  tx: Tx,
  ctx: Ctx,
  all: readonly { member: Held; told: readonly Told[] }[],
): Promise<number> {
  const changes = all.flatMap(({ member, told }) => changesOf(member, told))
  if (changes.length === 0) return 0
  await keepOutcomes(tx, ctx, changes)
  await countChanges(tx, ctx, changes)
  return changes.length
}

/** Moves the members from one count to the other, and adds those that are counted by day. */
export async function countChanges(tx: Tx, ctx: Ctx, changes: readonly Change[]): Promise<void> {
  const moved = tally(
    changes.flatMap((change) => [
      ...(change.from === change.to ? [] : [count(change, change.from, -1), count(change, change.to, 1)]),
      ...change.first.map((once) => count(change, `ever_${once}`, 1)),
    ]),
    ({ campaignId, heldOut, institution, kind }) => `${campaignId} ${heldOut} ${institution} ${kind}`,
  )
  await tx.$executeRaw`
    INSERT INTO campaign_count (environment_id, campaign_id, held_out, institution, kind, links)
    SELECT ${ctx.environment.id}, n."campaignId", n."heldOut", n.institution, n.kind, n.links
    FROM jsonb_to_recordset(${JSON.stringify(moved)}::jsonb)
      AS n ("campaignId" uuid, "heldOut" boolean, institution text, kind text, links integer)
    ORDER BY 2, 3, 4, 5
    ON CONFLICT (environment_id, campaign_id, held_out, institution, kind)
    DO UPDATE SET links = campaign_count.links + excluded.links`
  const ofDays = tally(
    changes.flatMap((change) => [
      ...(change.from !== change.to && isOfDay(change.to) ? [count(change, change.to, 1)] : []),
      ...(change.from !== change.to && isOfDay(change.from) ? [takenBack(change)] : []),
      ...change.first.filter((once) => once === "sent" || once === "opened").map((once) => count(change, once, 1)),
    ]),
    ({ campaignId, heldOut, day, kind }) => `${campaignId} ${heldOut} ${day} ${kind}`,
  )
  await tx.$executeRaw`
    INSERT INTO campaign_day (environment_id, campaign_id, held_out, day, kind, links)
    SELECT ${ctx.environment.id}, n."campaignId", n."heldOut", n.day, n.kind, n.links
    FROM jsonb_to_recordset(${JSON.stringify(ofDays)}::jsonb)
      AS n ("campaignId" uuid, "heldOut" boolean, day date, kind text, links integer)
    ORDER BY 2, 3, 4, 5
    ON CONFLICT (environment_id, campaign_id, held_out, day, kind) DO UPDATE SET links = campaign_day.links + excluded.links`
}

function changesOf({ state, outcomeAt, ever, ...member }: Held, told: readonly Told[]): Change[] {
  let [from, since, been] = [state, outcomeAt, ever]
  return told.flatMap(({ fact, at }) => {
    const to = advance(from, fact)
    const now = everAfter(been, fact)
    const first = (["opened", "tried", "failed"] as const).filter((once) => now[once] && !been[once])
    if (to === from && first.length === 0) return []
    const change: Change = { ...member, from, to, at, since, first }
    if (to !== from) since = at
    from = to
    been = now
    return change
  })
}

const everAfter = ({ opened, tried, failed }: Held["ever"], fact: MemberFact): Held["ever"] => ({
  opened: opened || fact === "opened",
  tried: tried || fact === "repaired" || fact === "gave_up" || fact === "failed",
  failed: failed || fact === "failed",
})

/** Of each member the last; an outcome is what no state before it is. */
async function keepOutcomes(tx: Tx, ctx: Ctx, changes: readonly Change[]): Promise<void> {
  const rows = [...Map.groupBy(changes, ({ campaignId, linkId }) => `${campaignId} ${linkId}`).values()].flatMap(
    (own) => {
      const last = own.at(-1)
      if (!last) return []
      const { campaignId, linkId } = last
      const openedAt = own.find(({ first }) => first.includes("opened"))?.at ?? null
      const outcome = isOutcome(last.to) ? last.to : null
      const at = own.findLast(({ from, to }) => from !== to)?.at ?? last.since ?? null
      const [tried, failed] = [
        own.some(({ first }) => first.includes("tried")),
        own.some(({ first }) => first.includes("failed")),
      ]
      return { campaignId, linkId, outcome, at: outcome && at, openedAt, tried, failed }
    },
  )
  await tx.$executeRaw`
    WITH news AS MATERIALIZED (
      SELECT ${ctx.environment.id}::integer AS environment_id, n.* FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS n ("campaignId" uuid, "linkId" uuid, outcome text, at timestamptz, "openedAt" timestamptz, tried boolean, failed boolean)
    )
    UPDATE campaign_member m SET outcome = n.outcome, outcome_at = n.at, opened_at = coalesce(m.opened_at, n."openedAt"),
      tried = m.tried OR n.tried, failed = m.failed OR n.failed
    FROM news n WHERE (m.environment_id, m.campaign_id, m.link_id) = (n.environment_id, n."campaignId", n."linkId")`
}

const isOutcome = (state: MemberState): boolean => state !== "waiting" && state !== "untouched" && state !== "opened"

/** What is drawn over time. */
const isOfDay = (state: MemberState): boolean => state === "repaired" || state === "healed"

const count = ({ campaignId, heldOut, institution, at }: Change, kind: string, links: number) => ({
  ...{ campaignId, heldOut, institution, kind, links },
  day: at.toISOString().slice(0, 10),
})
type Counted = ReturnType<typeof count>

/** Off the day that it was counted on. */
const takenBack = (change: Change) => count({ ...change, at: change.since ?? change.at }, change.from, -1)

/** One row a key: a statement may not meet the same row twice. */
function tally(counted: readonly Counted[], keyOf: (one: Counted) => string): Counted[] {
  return [...Map.groupBy(counted, keyOf).values()].flatMap((same) => {
    const [first] = same
    const links = same.reduce((sum, one) => sum + one.links, 0)
    return first && links !== 0 ? { ...first, links } : []
  })
}
