import { brokenInstitution, nameOf } from "@/bench/institutions"
import type { Mirror } from "@/bench/mirror"
import { listLinks } from "@/lib/links/list/queries"
import { type LinkListParams, linkListParams, linkSorts } from "@/lib/links/schema"
import { addDays, toDay } from "@/lib/time"

export type List = { name: string; params: LinkListParams }

/** Every filter that the page offers, alone and in the company that people put it in, in every order that it can be had in. */
export async function listsOffered(mirror: Mirror): Promise<List[]> {
  const ctx = mirror.ctx(["links:read"])
  const lists: List[] = []
  for (const [filter, query] of Object.entries(await filters(mirror))) {
    for (const key of linkSorts) {
      for (const sign of ["-", ""]) {
        const params = parse(`${query}&sort=${sign}${key}`)
        const { sort } = await listLinks(ctx, params)
        if (sort.key === key) lists.push({ name: `${filter} by ${sign}${key}`, params })
      }
    }
  }
  return lists
}

/** Refuses what the page would ignore: a measurement of another list would prove nothing. */
export function parse(query: string): LinkListParams {
  const raw = Object.fromEntries(new URLSearchParams(query))
  const ignored = linkListParams.ignored(raw)
  if (ignored.length > 0) throw new Error(`The list does not know ${ignored.join(", ")} of ${query}`)
  return linkListParams.parse(raw)
}

async function filters(mirror: Mirror): Promise<Record<string, string>> {
  const today = toDay(new Date())
  const back = (days: number) => addDays(today, -days)
  const institutions = (from: number, to: number) =>
    `institution=${Array.from({ length: to - from }, (_, index) => nameOf(from + index)).join(",")}`
  const broken = `institution=${nameOf(brokenInstitution)}`
  const { id, externalId, institutionUserId } = await sample(mirror)
  return {
    none: "",
    "all, removed too": "presence=all",
    removed: "presence=removed",
    ...each("status", ["invalid", "token_required", "unconfirmed", "valid", "on_hold", "invalid,token_required"]),
    "invalid, removed too": "status=invalid&presence=all",
    ...each("country", ["MX", "BR", "CL", "BR,CL"]),
    ...each("type", ["retail", "business", "fiscal"]),
    "largest institution": institutions(0, 1),
    "broken institution": broken,
    "smallest institution": institutions(99, 100),
    "5 institutions": institutions(2, 7),
    "30 institutions": institutions(60, 90),
    ...each("accessMode", ["single", "recurrent"]),
    ...each("refreshRate", ["7d", "24h", "12h", "6h", "null"]),
    "created today": `createdFrom=${today}`,
    "created this week": `createdFrom=${back(7)}`,
    "created in a month": `createdFrom=${back(430)}&createdTo=${back(400)}`,
    "created long ago": `createdTo=${back(800)}`,
    "changed today": `statusFrom=${today}`,
    "changed this week": `statusFrom=${back(7)}`,
    "changed in a month": `statusFrom=${back(430)}&statusTo=${back(400)}`,
    "unchanged for long": `statusTo=${back(800)}`,
    "accessed today": `accessedFrom=${today}`,
    "accessed this week": `accessedFrom=${back(7)}`,
    "not accessed for a month": `accessedTo=${back(30)}`,
    "not accessed for a year": `accessedTo=${back(365)}`,
    overdue: "overdue=1",
    duplicates: "duplicate=yes",
    orphans: "orphan=yes",
    "orphan duplicates": "duplicate=yes&orphan=yes",
    "an id": `q=${id}`,
    "beginning of an id": `q=${id.slice(0, 4)}`,
    "an external id": `externalId=${encodeURIComponent(externalId)}`,
    "searched external id": `q=${encodeURIComponent(externalId)}`,
    "beginning, few match": `q=${externalId.slice(0, 9)}`,
    "beginning, many match": `q=${externalId.slice(0, 6)}`,
    "a login": `institutionUserId=${encodeURIComponent(institutionUserId)}`,
    "beginning of a login": `q=${encodeURIComponent(institutionUserId.slice(0, 5))}`,
    "invalid at the broken": `${broken}&status=invalid`,
    "invalid in Brazil": "country=BR&status=invalid",
    "invalid since today": `status=invalid&statusFrom=${today}`,
    "new and invalid": `createdFrom=${back(7)}&status=invalid`,
    "single, token required": "accessMode=single&status=token_required",
    "overdue in Brazil": "overdue=1&country=BR",
    "overdue at the largest": `${institutions(0, 1)}&overdue=1`,
    "single at the largest": `${institutions(0, 1)}&accessMode=single`,
    "6h at the largest": `${institutions(0, 1)}&refreshRate=6h`,
    "6h in Brazil": "country=BR&refreshRate=6h",
    ...ofFlag("duplicate", "duplicates"),
    ...ofFlag("orphan", "orphans"),
    "new at the largest": `${institutions(0, 1)}&createdFrom=${back(90)}`,
  }
}

/** What is flagged, in company. */
function ofFlag(flag: string, name: string): Record<string, string> {
  const only = `${flag}=yes`
  const at = (institution: number) => `${only}&institution=${nameOf(institution)}`
  return {
    [`invalid ${name}`]: `${only}&status=invalid`,
    [`unconfirmed ${name}`]: `${only}&status=unconfirmed`,
    [`${name} at the largest`]: at(0),
    [`${name} at the broken`]: at(brokenInstitution),
    [`${name} at the smallest`]: at(99),
    [`${name} in Brazil`]: `${only}&country=BR`,
    [`single ${name}`]: `${only}&accessMode=single`,
    [`overdue ${name}`]: `${only}&overdue=1`,
    [`new ${name}`]: `${only}&createdFrom=${addDays(toDay(new Date()), -7)}`,
    [`${name} by beginning`]: `${only}&q=usr_0`,
  }
}

const each = (name: string, values: readonly string[]) =>
  Object.fromEntries(values.map((value) => [`${name} ${value}`, `${name}=${value}`]))

/** A link whose ids are of the usual shape, from the middle. */
async function sample({ runtime, links }: Mirror) {
  const rows = await runtime.database.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT set_config('enlace.environment', (SELECT id::text FROM environment LIMIT 1), true)`
    return tx.$queryRaw<{ id: string; externalId: string; institutionUserId: string }[]>`
      SELECT id::text, external_id AS "externalId", institution_user_id AS "institutionUserId" FROM link
      WHERE external_id BETWEEN ${externalIdOf(links / 2)} AND 'usr_a' AND removed_at IS NULL ORDER BY external_id LIMIT 1`
  })
  const [row] = rows
  if (!row) throw new Error("The mirror holds no link to look for")
  return row
}

const externalIdOf = (link: number): string => `usr_${String(Math.floor((link * 10) / 14)).padStart(8, "0")}`
