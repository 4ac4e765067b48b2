import type { Ctx } from "@/lib/ctx"
import { may, type ReadDb, read } from "@/lib/db"
import { hasDirectory } from "@/lib/directory/queries"
import { adviseBeforeNewLink, type SharedLogin } from "@/lib/users/rules"
import type { KnownUser, UserLink, UserPage } from "@/lib/users/schema"
import type { Prisma } from "@/prisma/generated/client"

const mostLinks = 200
const accounts = "ACCOUNTS"

/** Every link of one external id, what the directory knows of that user, and what to do before a new link is made. */
export function getUser(
  ctx: Ctx,
  { externalId, removed }: { externalId: string; removed: boolean },
): Promise<UserPage> {
  return read(ctx, "links:read", async (db) => {
    const environmentId = ctx.environment.id
    const known = await findKnown(ctx, externalId)
    const rows = await findLinks(db, { environmentId, externalId })
    const links = await toLinks(db, rows.slice(0, mostLinks), { environmentId, known })
    const shared = await findShared(db, { environmentId, externalId, links })
    const advice = adviseBeforeNewLink({ links, known, shared })
    return {
      externalId,
      links: removed ? links : links.filter(({ removedAt }) => removedAt === null),
      removed: links.filter(({ removedAt }) => removedAt !== null).length,
      cut: rows.length > mostLinks,
      known,
      advice,
      may: { live: may(ctx, "links:live") },
    }
  })
}

const userLink = {
  id: true,
  institution: true,
  status: true,
  accessMode: true,
  createdAt: true,
  statusSince: true,
  lastAccessedAt: true,
  institutionUserId: true,
  removedAt: true,
  fetchResources: true,
} satisfies Prisma.LinkSelect
type Row = Prisma.LinkGetPayload<{ select: typeof userLink }>
type Of = { environmentId: number; externalId: string }

const findLinks = (db: ReadDb, where: Of): Promise<Row[]> =>
  db.link.findMany({
    where,
    select: userLink,
    orderBy: [
      { removedAt: { sort: "desc", nulls: "first" } },
      { severity: "asc" },
      { createdAt: "desc" },
      { id: "asc" },
    ],
    take: mostLinks + 1,
  })

type Told = { environmentId: number; known: KnownUser | null }

async function toLinks(db: ReadDb, rows: readonly Row[], { environmentId, known }: Told): Promise<UserLink[]> {
  const institutions = await db.institution.findMany({
    where: { environmentId, name: { in: rows.map(({ institution }) => institution) } },
    select: { name: true, displayName: true },
  })
  return rows.map(({ fetchResources, ...row }) => ({
    ...row,
    institutionName: institutions.find(({ name }) => name === row.institution)?.displayName ?? null,
    hasAccounts: row.removedAt === null && fetchResources.includes(accounts),
    known: known?.linkIds.includes(row.id) ?? false,
  }))
}

/** Logins of this user that are connected under another external id, or under none. */
async function findShared(db: ReadDb, { environmentId, externalId, links }: Of & { links: readonly UserLink[] }) {
  const present = links.filter(({ removedAt }) => removedAt === null)
  const logins = present.flatMap(({ institutionUserId }) => institutionUserId ?? [])
  if (logins.length === 0) return []
  const found = await db.$queryRaw<SharedLogin[]>`
    SELECT institution, institution_user_id AS "institutionUserId", count(*)::integer AS count FROM link
    WHERE environment_id = ${environmentId} AND institution_user_id = ANY(${logins}) AND removed_at IS NULL
      AND external_id IS DISTINCT FROM ${externalId}
    GROUP BY 1, 2 ORDER BY 1, 2`
  return found.filter(({ institution, institutionUserId }) =>
    present.some((link) => link.institution === institution && link.institutionUserId === institutionUserId),
  )
}

/** Null where there is no directory to know anybody. */
function findKnown(ctx: Ctx, externalId: string): Promise<KnownUser | null> {
  const environmentId = ctx.environment.id
  return read(ctx, "directory:read", async (db) => {
    if (!(await hasDirectory(ctx))) return null
    const where = { environmentId, externalId, removedBy: null }
    const entries = await db.directoryEntry.findMany({ where, select: { linkId: true }, take: mostLinks })
    const linkIds = entries.flatMap(({ linkId }) => linkId ?? [])
    const mirrored = await db.link.findMany({
      where: { environmentId, id: { in: linkIds } },
      select: { id: true, externalId: true, removedAt: true },
    })
    const present = mirrored.filter(({ removedAt }) => removedAt === null)
    return {
      known: entries.length > 0,
      linkIds,
      missing: linkIds.filter((id) => !present.some((link) => link.id === id)),
      elsewhere: present.filter((link) => link.externalId !== externalId).map(({ id }) => id),
    }
  })
}
