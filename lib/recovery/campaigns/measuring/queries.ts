import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { getInstitutionNames } from "@/lib/links/facets/queries"
import { lastFactsMs, type Tries } from "@/lib/recovery/campaigns/rules"
import { leftOutReasons, type MemberState, memberStates } from "@/lib/recovery/campaigns/schema"
import { minuteMs } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

export type States = Record<MemberState, number>
/** How the members of a group stand; sent and opened say how many ever were. */
export type Standing = { members: number; sent: number; opened: number; states: States }
export type InstitutionStanding = {
  institution: string
  displayName: string | null
  asked: Standing
  heldOut: Standing
}
export type CampaignDayCounts = { day: string; sent: number; opened: number; repaired: number; healed: number }
export type Measured = {
  asked: Standing
  heldOut: Standing
  /** The most members first. */
  institutions: readonly InstitutionStanding[]
  /** Of those asked; days on which something happened. */
  days: readonly CampaignDayCounts[]
}

/** What has become of a campaign, from its counts alone. */
export function getMeasured(ctx: Ctx, { campaignId }: { campaignId: string }): Promise<Measured> {
  return read(ctx, "links:read", async (db) => {
    const where = { environmentId: ctx.environment.id, campaignId }
    const counts = await db.campaignCount.findMany({ where })
    const days = await db.campaignDay.findMany({ where: { ...where, heldOut: false }, orderBy: { day: "asc" } })
    const standing = (rows: typeof counts, heldOut: boolean) =>
      toStanding(rows.filter((row) => row.heldOut === heldOut))
    const byInstitution = Map.groupBy(counts, ({ institution }) => institution)
    const names = await getInstitutionNames(db, ctx, [...byInstitution.keys()])
    const institutions = [...byInstitution].map(([institution, rows]) => ({
      ...{ institution, displayName: names.get(institution) ?? null },
      ...{ asked: standing(rows, false), heldOut: standing(rows, true) },
    }))
    return {
      asked: standing(counts, false),
      heldOut: standing(counts, true),
      institutions: institutions.toSorted((a, b) => sizeOf(b) - sizeOf(a) || (a.institution < b.institution ? -1 : 1)),
      days: [...Map.groupBy(days, ({ day }) => day.toISOString().slice(0, 10))].map(([day, rows]) => {
        const of = (kind: string) => rows.find((row) => row.kind === kind)?.links ?? 0
        return { day, sent: of("sent"), opened: of("opened"), repaired: of("repaired"), healed: of("healed") }
      }),
    }
  })
}

const sizeOf = ({ asked, heldOut }: InstitutionStanding) => asked.members + heldOut.members

function toStanding(rows: readonly { kind: string; links: number }[]): Standing {
  const of = (kind: string) => rows.reduce((sum, row) => sum + (row.kind === kind ? row.links : 0), 0)
  const states = Object.fromEntries(memberStates.map((state) => [state, of(state)])) as States
  const members = memberStates.reduce((sum, state) => sum + states[state], 0)
  return { members, sent: of("ever_sent"), opened: of("ever_opened"), states }
}

/** How many of its members have tried at the widget so far, and how many of them ever failed there; in a caller's transaction. */
export async function countTries(db: ReadDb, ctx: Ctx, { campaignId }: { campaignId: string }): Promise<Tries> {
  const [row] = await db.$queryRaw<Tries[]>`
    SELECT coalesce(sum(links) FILTER (WHERE kind = 'ever_failed'), 0)::integer AS failed,
      coalesce(sum(links) FILTER (WHERE kind = 'ever_tried'), 0)::integer AS tried
    FROM campaign_count WHERE environment_id = ${ctx.environment.id} AND campaign_id = ${campaignId}::uuid`
  return row ?? { failed: 0, tried: 0 }
}

/** Of the table `campaign`: whether what is told of it may still change its numbers; twice as long as facts may be late, for who reads late. */
export const isMeasuredSql = (now: Date): Prisma.Sql =>
  Prisma.sql`(state IN ('running', 'paused') OR (state = 'ended' AND ended_at > ${new Date(now.getTime() - 2 * lastFactsMs - 5 * minuteMs)}::timestamptz))`

export type CohortGroup = { name: string; displayName: string | null; links: number }
export type CohortCounts = {
  chosen: number
  asked: number
  institutions: readonly CohortGroup[]
  statuses: readonly Omit<CohortGroup, "displayName">[]
  /** In the order in which they are judged. */
  leftOut: readonly { reason: (typeof leftOutReasons)[number]; links: number }[]
}

/** Whom a draft would ask, before anybody is held out, and whom it leaves out. */
export function getCohort(ctx: Ctx, { campaignId }: { campaignId: string }): Promise<CohortCounts> {
  return read(ctx, "links:read", async (db) => {
    const rows = await db.campaignCohort.findMany({ where: { environmentId: ctx.environment.id, campaignId } })
    const asked = rows.filter(({ leftOut }) => leftOut === "")
    const sum = (of: typeof rows) => of.reduce((total, { links }) => total + links, 0)
    const by = (name: "institution" | "status") =>
      [...Map.groupBy(asked, (row) => row[name])]
        .map(([value, of]) => ({ name: value, links: sum(of) }))
        .toSorted((a, b) => b.links - a.links || (a.name < b.name ? -1 : 1))
    const institutions = by("institution")
    const names = await getInstitutionNames(
      db,
      ctx,
      institutions.map(({ name }) => name),
    )
    return {
      chosen: sum(rows),
      asked: sum(asked),
      institutions: institutions.map((one) => ({ ...one, displayName: names.get(one.name) ?? null })),
      statuses: by("status"),
      leftOut: leftOutReasons
        .map((reason) => ({ reason, links: sum(rows.filter(({ leftOut }) => leftOut === reason)) }))
        .filter(({ links }) => links > 0),
    }
  })
}
