import type { ReadDb } from "@/lib/db"
import { type AsOfPlan, beyond, walkedLinks, wayOf } from "@/lib/history/as-of/candidates/rules"
import { matchesThen, sinceThen, wholeRows } from "@/lib/history/as-of/rows/rules"
import type { AsOfPage, AsOfRow } from "@/lib/history/as-of/schema"
import { linkPageSize } from "@/lib/links/schema"
import { toSql } from "@/lib/links/where/queries"
import { type Condition, condition, joined, raw } from "@/lib/links/where/rules"
import { toCursor } from "@/lib/page"

type ReadPage = Omit<AsOfPage, "total" | "recording" | "descending">

/** From all links `gathered`, or else from those that lie next in the order of creation. */
export async function readPage(db: ReadDb, plan: AsOfPlan, gathered: Condition | null): Promise<ReadPage> {
  const { params } = plan
  const backward = params.before !== null
  const found = await readRows(db, plan, gathered ?? walkedLinks(plan))
  const more = found.length > linkPageSize
  const edge = more || gathered ? null : await findEdge(db, plan)
  // Gone back to where the list begins: a full first page rather than what lay before the cursor.
  if (backward && !more && !edge) return readPage(db, { ...plan, params: { ...params, before: null } }, gathered)
  const read = { shown: found.slice(0, linkPageSize), more, edge }
  const { onward, back } = cursorsOf(plan, read)
  const lookedThrough = edge ? plan.lookThrough : null
  return backward
    ? { rows: read.shown.toReversed(), before: onward, after: back, lookedThrough }
    : { rows: read.shown, before: back, after: onward, lookedThrough }
}

type Edge = readonly [string, string]

/** `shown` in the order in which it was read. */
function cursorsOf({ params }: AsOfPlan, read: { shown: readonly AsOfRow[]; more: boolean; edge: Edge | null }) {
  const [first, last] = [read.shown.at(0), read.shown.at(-1)]
  const start = params.before ?? params.after
  const onward = read.edge ?? (read.more && last ? keyOf(last) : null)
  const back = start && (first ? keyOf(first) : [start[0] ?? null, wayOf(params) === "DESC" ? lowestId : highestId])
  return { onward: onward && toCursor(onward), back: back && toCursor(back) }
}

/** Where nothing was shown, the way back includes the link that one came from. */
const lowestId = "00000000-0000-0000-0000-000000000000"
const highestId = "ffffffff-ffff-ffff-ffff-ffffffffffff"

const keyOf = ({ createdAt, id }: AsOfRow): Edge => [createdAt, id]

function readRows(db: ReadDb, plan: AsOfPlan, candidates: Condition): Promise<AsOfRow[]> {
  const order = raw(`ORDER BY created_at ${wayOf(plan.params)}, id ${wayOf(plan.params)}`)
  const page = condition`SELECT * FROM (${matchesThen(plan, candidates)}) AS matching
    WHERE ${joined([["true"], ...beyond(plan.params)], " AND ")} ${order} LIMIT ${raw(String(linkPageSize + 1))}`
  return db.$queryRaw<AsOfRow[]>(
    toSql(
      condition`SELECT ${shownColumns}, ${iso(sinceThen(plan))} AS "statusSince" FROM (${wholeRows(plan, page)}) AS shown ${order}`,
    ),
  )
}

/** The last link that this page may look at; null where the list ends before. */
async function findEdge(db: ReadDb, plan: AsOfPlan): Promise<Edge | null> {
  const order = raw(`ORDER BY created_at ${wayOf(plan.params)}, id ${wayOf(plan.params)}`)
  const links = condition`SELECT ${iso(["created_at"])} AS at, id FROM (${walkedLinks(plan)}) AS walked ${order} OFFSET ${raw(String(plan.lookThrough - 1))} LIMIT 1`
  const [row] = await db.$queryRaw<{ at: string; id: string }[]>(toSql(links))
  return row ? [row.at, row.id] : null
}

const iso = (moment: Condition): Condition =>
  condition`replace(((${moment}) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'`

const shownColumns: Condition = condition`id, institution, country, type, known, gone AS removed, status, ${iso(["created_at"])} AS "createdAt",
  access_mode AS "accessMode", refresh_rate AS "refreshRate", credentials_storage AS "credentialsStorage", external_id AS "externalId",
  external_hash IS NOT NULL AS "externalIdLost"`
