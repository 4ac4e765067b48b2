import { z } from "zod"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { hasDirectory } from "@/lib/directory/queries"
import { bestFirst, type Proposal, proposeSurvivor } from "@/lib/duplicates/rules"
import {
  countedEvents,
  countedMembers,
  type DuplicateFilter,
  type DuplicateListParams,
  shownMembers,
} from "@/lib/duplicates/schema"
import { notFound } from "@/lib/errors"
import { linksOfLogin } from "@/lib/links/logins/queries"
import { countedTo, type Page, pageOf, type Total, toTotal } from "@/lib/page"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/** One of the links of a login, as they are this moment. */
export type GroupMember = {
  id: string
  externalId: string | null
  status: string
  statusSince: Date
  accessMode: string | null
  refreshRate: string | null
  credentialsStorage: string | null
  createdAt: Date
  lastAccessedAt: Date | null
  firstSeenAt: Date
  /** Whether a user of the directory has this link. */
  known: boolean
  /** The external ids of those users, five at most. */
  knownAs: readonly string[]
}

export type GroupFacts = {
  id: string
  institution: string
  institutionName: string | null
  institutionUserId: string
  /** How many links, and how many external ids among them; exact below `countedMembers`. */
  size: number
  externalIds: number
  sharedLogin: boolean
  /** Since when the mirror has known two links of it; ISO 8601 with microseconds, as the cursor needs it. */
  firstSeenAt: string
}

/** `members`: those that are there now, the best first, `shownMembers` at most. */
export type DuplicateGroup = GroupFacts & { members: readonly GroupMember[] } & Proposal<GroupMember>

const pageSize = 50

/** Groups of links of one login, found last first; survivors are proposed from what the links are now. */
export function listGroups(ctx: Ctx, params: DuplicateListParams): Promise<Page<DuplicateGroup>> {
  return read(ctx, "links:read", async (db) => {
    const total = await readCount(db, ctx, params)
    return { total, ...(await readPage(db, ctx, params)) }
  })
}

/** How many groups `listGroups` has: exact to 10,000. */
export function countGroups(ctx: Ctx, filter: DuplicateFilter): Promise<Total> {
  return read(ctx, "links:read", (db) => readCount(db, ctx, filter))
}

export type DuplicateGroupPage = DuplicateGroup & {
  /** How many events are known of each link, by id; exact below `countedEvents`. */
  events: ReadonlyMap<string, number>
  hasDirectory: boolean
}

/** Throws NOT_FOUND where there is no such group, or no longer: at most one of its links is left. */
export async function getGroup(ctx: Ctx, input: { groupId: string }): Promise<DuplicateGroupPage> {
  const group = await findGroup(ctx, input)
  if (!group) throw notFound()
  return group
}

/** Null where there is none, or no longer. */
export function findGroup(ctx: Ctx, { groupId }: { groupId: string }): Promise<DuplicateGroupPage | null> {
  return read(ctx, "links:read", async (db) => {
    const id = z.guid().safeParse(groupId)
    if (!id.success) return null
    const where = Prisma.sql`g.environment_id = ${ctx.environment.id} AND g.id = ${id.data}::uuid`
    const facts = await db.$queryRaw<GroupFacts[]>`SELECT ${groupColumns} FROM duplicate_group g WHERE ${where}`
    const [group] = await withMembers(db, ctx, facts)
    if (!group) return null
    const events = await countEvents(db, ctx, group.members)
    return { ...group, events, hasDirectory: await hasDirectory(ctx) }
  })
}

async function readCount(db: ReadDb, { environment }: Ctx, filter: DuplicateFilter): Promise<Total> {
  const counted = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (
      SELECT FROM duplicate_group g WHERE ${groupWhere(environment.id, filter)} LIMIT ${countedTo + 1}::integer) AS counted`
  return toTotal(counted)
}

async function readPage(
  db: ReadDb,
  ctx: Ctx,
  params: DuplicateListParams,
): Promise<Omit<Page<DuplicateGroup>, "total">> {
  const found = await db.$queryRaw<GroupFacts[]>(pageSql(ctx.environment.id, params))
  if (params.before !== null && found.length <= pageSize) return readPage(db, ctx, { ...params, before: null })
  const keyOf = ({ firstSeenAt, id }: GroupFacts) => [firstSeenAt, id]
  const { rows: facts, ...cursors } = pageOf(found, { size: pageSize, turned: params, keyOf })
  return { rows: await withMembers(db, ctx, facts), ...cursors }
}

/** The next of each institution that is asked for, by the index alone; of these the first. */
export function pageSql(environmentId: number, params: DuplicateListParams): Prisma.Sql {
  const way = Prisma.raw(params.before ? "ASC" : "DESC")
  const order = Prisma.sql`ORDER BY g.first_seen_at ${way}, g.id ${way} LIMIT ${pageSize + 1}::integer`
  const where = Prisma.sql`${groupWhere(environmentId, { ...params, institution: [] })} ${beyond(params)}`
  const groups =
    params.institution.length === 0
      ? Prisma.sql`duplicate_group g WHERE ${where}`
      : Prisma.sql`unnest(${[...params.institution]}::text[]) AS place (name) CROSS JOIN LATERAL (
          SELECT * FROM duplicate_group g WHERE ${where} AND g.institution = place.name ${order}) AS g`
  return Prisma.sql`SELECT ${groupColumns} FROM ${groups} ${order}`
}

const groupColumns = Prisma.sql`g.id::text, g.institution, g.institution_user_id AS "institutionUserId", g.members AS size,
  g.external_ids AS "externalIds", g.shared_login AS "sharedLogin",
  (SELECT i.display_name FROM institution i WHERE i.environment_id = g.environment_id AND i.name = g.institution) AS "institutionName",
  to_char(g.first_seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "firstSeenAt"`

/** Conditions on `g`, a row of `duplicate_group`: rows, count and everything that takes all that match share them. */
export function groupWhere(environmentId: number, { queue, institution, broken }: DuplicateFilter): Prisma.Sql {
  const places =
    institution.length > 0 ? Prisma.sql`AND g.institution = ANY (${[...institution]}::text[])` : Prisma.empty
  return Prisma.sql`g.environment_id = ${environmentId} AND g.shared_login = ${queue === "shared"} ${places} ${broken ? Prisma.sql`AND g.broken` : Prisma.empty}`
}

/** A mistyped cursor is none. */
function beyond({ after, before }: DuplicateListParams): Prisma.Sql {
  const [at, id] = after ?? before ?? []
  if (typeof at !== "string" || !parseInstant(at) || !z.guid().safeParse(id).success) return Prisma.empty
  const operator = Prisma.raw(after ? "<" : ">")
  return Prisma.sql`AND (g.first_seen_at, g.id) ${operator} (${at}::timestamptz, ${String(id)}::uuid)`
}

/** A group all of whose links went between two statements is left out. */
async function withMembers(db: ReadDb, ctx: Ctx, groups: readonly GroupFacts[]): Promise<DuplicateGroup[]> {
  const rows = await readMembers(db, ctx.environment.id, groups)
  const byGroup = Map.groupBy(rows, ({ place }) => place)
  return groups.flatMap((group, place) => {
    const members = (byGroup.get(place) ?? []).map(({ place: _place, ...member }) => member)
    return members.length > 1 ? [{ ...group, members, ...proposeSurvivor(members) }] : []
  })
}

function readMembers(
  db: ReadDb,
  environmentId: number,
  groups: readonly Pick<GroupFacts, "institution" | "institutionUserId">[],
) {
  const [institutions, logins] = [groups.map((one) => one.institution), groups.map((one) => one.institutionUserId)]
  return db.$queryRaw<(GroupMember & { place: number })[]>`
    SELECT g.place::integer - 1 AS place, m.id::text, m.external_id AS "externalId", m.status, m.status_since AS "statusSince",
      m.access_mode AS "accessMode", m.refresh_rate AS "refreshRate", m.credentials_storage AS "credentialsStorage",
      m.created_at AS "createdAt", m.last_accessed_at AS "lastAccessedAt", m.first_seen_at AS "firstSeenAt",
      k.known_as <> '{}' AS known, k.known_as AS "knownAs"
    FROM unnest(${institutions}::text[], ${logins}::text[]) WITH ORDINALITY AS g (institution, login, place)
    CROSS JOIN LATERAL (
      SELECT l.*, row_number() OVER (ORDER BY ${Prisma.raw(bestFirst)}) AS rank FROM (
        SELECT * FROM ${linksOfLogin(environmentId, { institution: "g.institution", login: "g.login" })} AS own
        WHERE removed_at IS NULL LIMIT ${countedMembers}::integer) AS l
      ORDER BY rank LIMIT ${shownMembers}::integer) AS m
    CROSS JOIN LATERAL (
      SELECT ARRAY(SELECT external_id FROM directory_entry d
        WHERE d.environment_id = ${environmentId} AND d.link_id = m.id AND d.removed_by IS NULL ORDER BY 1 LIMIT 5) AS known_as) AS k
    ORDER BY g.place, m.rank`
}

async function countEvents(db: ReadDb, { environment }: Ctx, members: readonly GroupMember[]) {
  const rows = await db.$queryRaw<{ id: string; events: number }[]>`
    SELECT l.id::text, e.events FROM unnest(${members.map(({ id }) => id)}::uuid[]) AS l (id) CROSS JOIN LATERAL (
      SELECT count(*)::integer AS events FROM (
        SELECT FROM link_event WHERE environment_id = ${environment.id} AND link_id = l.id LIMIT ${countedEvents}::integer) AS known) AS e`
  return new Map(rows.map(({ id, events }) => [id, events]))
}
