import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { type AgeGroup, ageGroups, ageLimitsDays } from "@/lib/deletions/requests/preview/rules"
import { getInstitutionNames } from "@/lib/links/facets/queries"
import { isOpenFinanceBrazil, severityOf } from "@/lib/links/rules"
import { dayMs } from "@/lib/time"

export type Losses = {
  links: number
  statuses: readonly { status: string; links: number }[]
  /** The most first. */
  institutions: readonly { institution: string; displayName: string | null; links: number }[]
  ages: Readonly<Record<AgeGroup, number>>
  /** Of which the directory knows a user: they are in use. */
  inDirectory: number
  /** Whose survivor is gone, or does not work at this moment. */
  survivorsMissing: number
  survivorsBroken: number
  /** Brazilian consents that end with their links. */
  consents: number
  /** Left out from the beginning: gone already, or being deleted by another request. */
  leftOut: { removed: number; underWay: number }
}

/** What deleting these would cost, from the links as they were when they were chosen. */
export function getLosses(ctx: Ctx, { requestId }: { requestId: string }): Promise<Losses> {
  const environmentId = ctx.environment.id
  const [week, month, halfYear, year] = ageLimitsDays.map((days) => new Date(ctx.now().getTime() - days * dayMs))
  return read(ctx, "links:read", async (db) => {
    const groups = await db.$queryRaw<Group[]>`
      SELECT d.institution, d.status, d.skipped, count(*)::integer AS links, (count(*) FILTER (WHERE d.in_directory))::integer AS "inDirectory",
        (count(*) FILTER (WHERE d.link_created_at > ${week}::timestamptz))::integer AS week,
        (count(*) FILTER (WHERE d.link_created_at > ${month}::timestamptz))::integer AS month,
        (count(*) FILTER (WHERE d.link_created_at > ${halfYear}::timestamptz))::integer AS "halfYear",
        (count(*) FILTER (WHERE d.link_created_at > ${year}::timestamptz))::integer AS year,
        (count(*) FILTER (WHERE d.survivor_id IS NOT NULL AND (s.id IS NULL OR s.removed_at IS NOT NULL)))::integer AS "survivorsMissing",
        (count(*) FILTER (WHERE s.removed_at IS NULL AND s.status <> 'valid'))::integer AS "survivorsBroken"
      FROM deletion d LEFT JOIN link s ON s.environment_id = d.environment_id AND s.id = d.survivor_id
      WHERE d.environment_id = ${environmentId} AND d.request_id = ${requestId}::uuid AND d.state <> 'cancelled'
        AND (d.state <> 'skipped' OR d.skipped IN ('removed', 'under_way'))
      GROUP BY 1, 2, 3`
    const names = await getInstitutionNames(
      db,
      ctx,
      groups.map(({ institution }) => institution),
    )
    return toLosses(groups, names)
  })
}

type Group = {
  institution: string
  status: string
  skipped: string | null
  links: number
  inDirectory: number
  survivorsMissing: number
  survivorsBroken: number
  week: number
  month: number
  halfYear: number
  year: number
}

function toLosses(all: readonly Group[], names: ReadonlyMap<string, string>): Losses {
  const groups = all.filter(({ skipped }) => skipped === null)
  const sum = (of: readonly Group[], value: (group: Group) => number) =>
    of.reduce((total, group) => total + value(group), 0)
  const links = (of: readonly Group[]) => sum(of, (group) => group.links)
  const by = (name: "status" | "institution") =>
    [...Map.groupBy(groups, (group) => group[name])].map(([value, of]) => ({ value, links: links(of) }))
  const younger = [
    0,
    ...(["week", "month", "halfYear", "year"] as const).map((name) => sum(groups, (group) => group[name])),
    links(groups),
  ]
  const ages = ageGroups.map((name, at) => [name, (younger[at + 1] ?? 0) - (younger[at] ?? 0)] as const)
  return {
    links: links(groups),
    statuses: by("status")
      .map(({ value, links: count }) => ({ status: value, links: count }))
      .toSorted((a, b) => severityOf(a.status) - severityOf(b.status)),
    institutions: by("institution")
      .map(({ value, links: count }) => ({ institution: value, displayName: names.get(value) ?? null, links: count }))
      .toSorted((a, b) => b.links - a.links || a.institution.localeCompare(b.institution)),
    ages: Object.fromEntries(ages) as Record<AgeGroup, number>,
    inDirectory: sum(groups, (group) => group.inDirectory),
    survivorsMissing: sum(groups, (group) => group.survivorsMissing),
    survivorsBroken: sum(groups, (group) => group.survivorsBroken),
    consents: links(groups.filter(({ institution }) => isOpenFinanceBrazil(institution))),
    leftOut: {
      removed: links(all.filter(({ skipped }) => skipped === "removed")),
      underWay: links(all.filter(({ skipped }) => skipped === "under_way")),
    },
  }
}
