import { leastSeconds } from "@/lib/batches/rules"
import { type LeftOutReason, leftOutReasons } from "@/lib/batches/schema"
import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { getInstitutionNames } from "@/lib/links/facets/queries"
import { isOpenFinanceBrazil, severityOf } from "@/lib/links/rules"

export type Preview = {
  /** That Belvo will be asked for. */
  links: number
  statuses: readonly { status: string; links: number }[]
  /** The most first. */
  institutions: readonly { institution: string; displayName: string | null; links: number }[]
  /** That live by a Brazilian consent, whose readings a month are numbered. */
  consents: number
  leftOut: readonly { reason: LeftOutReason; links: number }[]
  /** How long it takes at least. */
  seconds: number
}

/** What a draft would do and what it leaves out, by the links as they were when they were chosen. */
export function getPreview(ctx: Ctx, { batchId }: { batchId: string }): Promise<Preview> {
  return read(ctx, "links:read", async (db) => {
    const groups = await db.$queryRaw<Group[]>`
      SELECT institution, status, reason, count(*)::integer AS links FROM batch_item
      WHERE environment_id = ${ctx.environment.id} AND batch_id = ${batchId}::uuid AND state IN ('draft', 'left_out')
      GROUP BY 1, 2, 3`
    const names = await getInstitutionNames(
      db,
      ctx,
      groups.map(({ institution }) => institution),
    )
    return toPreview(groups, { names, per30s: ctx.env.belvoRequestsPer30s })
  })
}

type Group = { institution: string; status: string; reason: string | null; links: number }

type Known = { names: ReadonlyMap<string, string>; per30s: number }

function toPreview(all: readonly Group[], { names, per30s }: Known): Preview {
  const groups = all.filter(({ reason }) => reason === null)
  const links = sum(groups)
  return {
    links,
    statuses: by(groups, ({ status }) => status)
      .map(([status, count]) => ({ status, links: count }))
      .toSorted((a, b) => severityOf(a.status) - severityOf(b.status)),
    institutions: by(groups, ({ institution }) => institution)
      .map(([institution, count]) => ({ institution, displayName: names.get(institution) ?? null, links: count }))
      .toSorted((a, b) => b.links - a.links || a.institution.localeCompare(b.institution)),
    consents: sum(groups.filter(({ institution }) => isOpenFinanceBrazil(institution))),
    leftOut: leftOutReasons
      .map((reason) => ({ reason, links: sum(all.filter((group) => group.reason === reason)) }))
      .filter(({ links: count }) => count > 0),
    seconds: leastSeconds(links, per30s),
  }
}

const sum = (groups: readonly Group[]): number => groups.reduce((total, { links }) => total + links, 0)

const by = (groups: readonly Group[], name: (group: Group) => string) =>
  [...Map.groupBy(groups, name)].map(([value, of]) => [value, sum(of)] as const)
