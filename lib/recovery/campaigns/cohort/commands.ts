import type { Ctx } from "@/lib/ctx"
import type { Tx } from "@/lib/db"
import { conflict } from "@/lib/errors"
import { listIncidents } from "@/lib/history/incidents/queries"
import { linkWhere } from "@/lib/links/where/queries"
import { drawSql, isHeldOutSql, type Judging, leftOutSql } from "@/lib/recovery/campaigns/cohort/queries"
import { type BadLine, parsePasted } from "@/lib/recovery/campaigns/pasting/rules"
import { type CohortChoice, mostLines, mostMembers } from "@/lib/recovery/campaigns/schema"
import { dayMs } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

export type Cohort = {
  id: string
  seed: string
  askedWithinDays: number
  heldOutPercent: number
}

/** Freezes the links of a choice as they are at this moment, in one statement, with who of them is left out and why. */
export async function freezeCohort(tx: Tx, ctx: Ctx, { cohort, choice }: { cohort: Cohort; choice: CohortChoice }) {
  const pasted = choice.kind === "ids" ? parsePasted(choice.text) : null
  if (pasted && pasted.lines > mostLines) throw conflict("campaign.tooManyLines", { most: mostLines })
  const chosen = choice.kind === "ids" ? pastedLinks(ctx, pasted?.ids ?? []) : matchingLinks(ctx, choice)
  const judging = await judgingOf(ctx, cohort)
  const count = await tx.$executeRaw`
    INSERT INTO campaign_member (environment_id, campaign_id, link_id, institution, status, left_out, draw)
    SELECT ${ctx.environment.id}, ${cohort.id}::uuid, l.id, l.institution, l.status, ${leftOutSql(judging)}, ${drawSql(cohort.seed)}
    FROM (SELECT * FROM (${chosen}) AS every LIMIT ${mostMembers + 1}::integer) AS l`
  if (count > mostMembers) throw conflict("campaign.tooMany", { most: mostMembers })
  if (choice.kind === "links" && choice.exact && count > choice.expectedCount) {
    throw conflict("campaign.moreNow", { expected: choice.expectedCount, matched: count })
  }
  const bad = pasted ? [...pasted.bad, ...(await findUseless(tx, ctx, pasted.ids))] : []
  await keepLines(tx, ctx, cohort.id, bad)
  if (count === 0) throw conflict(pasted ? "campaign.noneKnown" : "campaign.nothingChosen")
  return { ...(await countCohort(tx, ctx, cohort)), lines: pasted?.lines ?? 0, badLines: bad.length }
}

/** Judges all links of a draft anew: some have healed, others are asked elsewhere by now. */
export async function judgeCohort(tx: Tx, ctx: Ctx, cohort: Cohort) {
  const judging = await judgingOf(ctx, cohort)
  await tx.$executeRaw`
    UPDATE campaign_member m SET left_out = ${leftOutSql(judging)}, status = l.status, wave = NULL
    FROM link l WHERE m.environment_id = ${ctx.environment.id} AND m.campaign_id = ${cohort.id}::uuid
      AND l.environment_id = ${ctx.environment.id} AND l.id = m.link_id`
  return countCohort(tx, ctx, cohort)
}

async function judgingOf(ctx: Ctx, { id, askedWithinDays }: Cohort): Promise<Judging> {
  const incidents = await listIncidents(ctx)
  const open = incidents.filter(({ verdict, stillBroken }) => verdict === "incident" && stillBroken > 0)
  const askedSince = askedWithinDays === 0 ? null : new Date(ctx.now().getTime() - askedWithinDays * dayMs)
  const incidentsNow = open.map(({ institution }) => institution)
  return { environmentId: ctx.environment.id, campaignId: id, askedSince, incidents: incidentsNow }
}

/** Puts the held-out aside, and the counts of the preview into their table. */
async function countCohort(tx: Tx, ctx: Ctx, { id, heldOutPercent }: Cohort) {
  const of = Prisma.sql`environment_id = ${ctx.environment.id} AND campaign_id = ${id}::uuid`
  const heldOut = await tx.$executeRaw`
    UPDATE campaign_member SET wave = 0 WHERE ${of} AND left_out IS NULL AND ${isHeldOutSql(heldOutPercent)}`
  await tx.$executeRaw`DELETE FROM campaign_cohort WHERE ${of}`
  await tx.$executeRaw`
    INSERT INTO campaign_cohort (environment_id, campaign_id, institution, status, left_out, links)
    SELECT environment_id, campaign_id, institution, status, coalesce(left_out, ''), count(*) FROM campaign_member
    WHERE ${of} GROUP BY 1, 2, 3, 4, 5`
  const [row] = await tx.$queryRaw<{ members: number }[]>`
    SELECT coalesce(sum(links), 0)::integer AS members FROM campaign_cohort WHERE ${of} AND left_out = ''`
  return { members: row?.members ?? 0, heldOut }
}

function matchingLinks(ctx: Ctx, choice: Extract<CohortChoice, { kind: "links" }>): Prisma.Sql {
  return Prisma.sql`SELECT id, institution, status, external_id, removed_at FROM link
    WHERE environment_id = ${ctx.environment.id} AND first_seen_at <= ${choice.snapshotAt}::timestamptz
      AND ${linkWhere(choice.params, ctx.now())}`
}

type Id = { line: number; value: string }

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** By line: the links whose id or external id stands there. */
function namedSql({ environment }: Ctx, ids: readonly Id[]): Prisma.Sql {
  const linkIds = ids.filter(({ value }) => uuid.test(value))
  return Prisma.sql`
    SELECT a.line, l.id, l.institution, l.status, l.external_id, l.removed_at
    FROM unnest(${ids.map(({ line }) => line)}::integer[], ${ids.map(({ value }) => value)}::text[]) AS a (line, value)
    JOIN link l ON l.environment_id = ${environment.id} AND l.external_id = a.value
    UNION ALL
    SELECT a.line, l.id, l.institution, l.status, l.external_id, l.removed_at
    FROM unnest(${linkIds.map(({ line }) => line)}::integer[], ${linkIds.map(({ value }) => value)}::uuid[]) AS a (line, value)
    JOIN link l ON l.environment_id = ${environment.id} AND l.id = a.value`
}

/** Each link once; those that are gone only by their own id would be asked for, and are named as gone instead. */
const pastedLinks = (ctx: Ctx, ids: readonly Id[]): Prisma.Sql => Prisma.sql`
  SELECT DISTINCT ON (id) id, institution, status, external_id, removed_at FROM (${namedSql(ctx, ids)}) AS named
  WHERE removed_at IS NULL ORDER BY id`

/** Lines that name no link, only such as are gone, or only such as an earlier line has named. */
async function findUseless(tx: Tx, ctx: Ctx, ids: readonly Id[]): Promise<BadLine[]> {
  const rows = await tx.$queryRaw<{ line: number; present: boolean; first: boolean }[]>`
    SELECT line, bool_or(removed_at IS NULL) AS present, bool_or(removed_at IS NULL AND turn = 1) AS first FROM (
      SELECT line, removed_at, row_number() OVER (PARTITION BY id ORDER BY line) AS turn FROM (${namedSql(ctx, ids)}) AS named
    ) AS turned GROUP BY line`
  const found = new Map(rows.map((row) => [row.line, row]))
  return ids.flatMap(({ line }) => {
    const row = found.get(line)
    if (!row) return { line, reason: "unknown" as const }
    if (!row.present) return { line, reason: "gone" as const }
    return row.first ? [] : { line, reason: "repeated" as const }
  })
}

async function keepLines(tx: Tx, { environment }: Ctx, campaignId: string, bad: readonly BadLine[]): Promise<void> {
  if (bad.length === 0) return
  await tx.$executeRaw`
    INSERT INTO campaign_line (environment_id, campaign_id, line, reason)
    SELECT ${environment.id}, ${campaignId}::uuid, line, reason
    FROM unnest(${bad.map(({ line }) => line)}::integer[], ${bad.map(({ reason }) => reason)}::text[]) AS b (line, reason)`
}
