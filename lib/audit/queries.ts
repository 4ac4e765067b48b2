import { type ChainBreak, type ChainedEntry, emptyHead, endsAt, follow, isBreak } from "@/lib/audit/rules"
import type { AuditFilter, AuditListParams } from "@/lib/audit/schema"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { countedTo, type Page, pageOf, toTotal } from "@/lib/page"
import { addDays, startOfDay } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

const pageSize = 50
const verifyBatch = 5_000

export type AuditRow = {
  seq: string
  at: Date
  actor: string | null
  /** The member's name; null for the clock and for webhooks. */
  actorName: string | null
  action: string | null
  entity: string | null
  entityId: string | null
  body: string
}

export function listAudit(ctx: Ctx, params: AuditListParams): Promise<Page<AuditRow>> {
  return read(ctx, "audit:read", async (db) => {
    const where = auditWhere(ctx, params)
    const order = params.before ? Prisma.sql`ASC` : Prisma.sql`DESC`
    const found = await db.$queryRaw<AuditRow[]>`
      SELECT e.seq::text AS seq, e.at, e.actor, m.name AS "actorName", e.action, e.entity, e.entity_id AS "entityId", e.body
      FROM (SELECT * FROM audit_entry WHERE ${where} AND ${beyond(params)}
            ORDER BY seq ${order} LIMIT ${pageSize + 1}) e
      LEFT JOIN member m ON e.actor = 'member:' || m.id::text
      ORDER BY e.seq ${order}`
    const keyOf = ({ seq }: AuditRow) => [Number(seq)]
    return { ...pageOf(found, { size: pageSize, turned: params, keyOf }), total: await countAudit(db, where) }
  })
}

export type AuditEntryDetail = AuditRow & { hash: string; previousHash: string }

/** One entry, whole; null where the chain has none of that number. */
export function getAuditEntry(ctx: Ctx, { chain, seq }: Pick<AuditFilter, "chain"> & { seq: string }) {
  return read(ctx, "audit:read", async (db): Promise<AuditEntryDetail | null> => {
    const [row] = await db.$queryRaw<AuditEntryDetail[]>`
      SELECT e.seq::text AS seq, e.at, e.actor, m.name AS "actorName", e.action, e.entity, e.entity_id AS "entityId", e.body,
             encode(e.hash, 'hex') AS hash, encode(e.previous_hash, 'hex') AS "previousHash"
      FROM audit_entry e LEFT JOIN member m ON e.actor = 'member:' || m.id::text
      WHERE e.environment_id = ${chainOf(ctx, { chain })} AND e.seq = ${seq}::bigint`
    return row ?? null
  })
}

export type AuditActor = { actor: string; name: string | null }

/** Who has entries in this chain, for the filter. */
export function listAuditActors(ctx: Ctx, filter: Pick<AuditFilter, "chain">): Promise<AuditActor[]> {
  return read(
    ctx,
    "audit:read",
    (db) => db.$queryRaw<AuditActor[]>`
      SELECT n.value AS actor, m.name FROM (${distinctOf("actor", chainOf(ctx, filter))}) n
      LEFT JOIN member m ON n.value = 'member:' || m.id::text ORDER BY m.name NULLS LAST, n.value`,
  )
}

/** The names that this chain knows, for the filter. */
export function listAuditActions(ctx: Ctx, filter: Pick<AuditFilter, "chain">): Promise<string[]> {
  return read(ctx, "audit:read", async (db) => {
    const rows = await db.$queryRaw<{ value: string }[]>`${distinctOf("action", chainOf(ctx, filter))}`
    return rows.map((row) => row.value)
  })
}

export type Verified = {
  entries: string
  hash: string
  firstBroken: { seq: string; reason: ChainBreak["reason"] } | null
}

/** Computes every hash of the chain anew and names the first entry that does not fit. Entries added meanwhile are left out. */
export function verifyAudit(ctx: Ctx, filter: Pick<AuditFilter, "chain">): Promise<Verified> {
  return read(ctx, "audit:read", async (db) => {
    const chain = chainOf(ctx, filter)
    const recorded = (await db.auditHead.findUnique({ where: { environmentId: chain } })) ?? emptyHead
    let head = emptyHead
    while (head.count < recorded.count) {
      const batch = await listChained(db, chain, head.count, recorded.count)
      for (const entry of batch) {
        const next = follow(head, entry)
        if (isBreak(next)) return verdict(head.count, head.hash, next)
        head = next
      }
      if (batch.length === 0) return verdict(head.count, head.hash, { seq: head.count + 1n, reason: "missing" })
    }
    return verdict(head.count, head.hash, endsAt(head, recorded))
  })
}

/** Rows and export share it. */
export function auditWhere(ctx: Ctx, filter: AuditFilter): Prisma.Sql {
  const parts = [Prisma.sql`environment_id = ${chainOf(ctx, filter)}`]
  if (filter.actor) parts.push(Prisma.sql`actor = ${filter.actor}`)
  if (filter.action) parts.push(Prisma.sql`action = ${filter.action}`)
  if (filter.entityId) parts.push(Prisma.sql`entity_id = ${filter.entityId}`)
  if (filter.from) parts.push(Prisma.sql`at >= ${startOfDay(filter.from)}`)
  if (filter.to) parts.push(Prisma.sql`at < ${startOfDay(addDays(filter.to, 1))}`)
  return Prisma.join(parts, " AND ")
}

/** The distinct values of an indexed column by jumping from one to the next, whatever the number of entries. */
function distinctOf(column: "action" | "actor", chain: number): Prisma.Sql {
  const name = Prisma.raw(column)
  return Prisma.sql`WITH RECURSIVE names AS (
      (SELECT ${name} AS value FROM audit_entry WHERE environment_id = ${chain} ORDER BY ${name} LIMIT 1)
      UNION ALL
      SELECT (SELECT ${name} FROM audit_entry WHERE environment_id = ${chain} AND ${name} > names.value ORDER BY ${name} LIMIT 1)
      FROM names WHERE names.value IS NOT NULL
    ) SELECT value FROM names WHERE value IS NOT NULL`
}

const chainOf = (ctx: Ctx, { chain }: Pick<AuditFilter, "chain">): number =>
  chain === "installation" ? 0 : ctx.environment.id

function beyond({ after, before }: AuditListParams): Prisma.Sql {
  const seq = Number((after ?? before)?.[0])
  if (!Number.isSafeInteger(seq)) return Prisma.sql`true`
  return after ? Prisma.sql`seq < ${seq}` : Prisma.sql`seq > ${seq}`
}

async function countAudit(db: ReadDb, where: Prisma.Sql) {
  const counted = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (SELECT FROM audit_entry WHERE ${where} LIMIT ${countedTo + 1}) bounded`
  return toTotal(counted)
}

const listChained = (db: ReadDb, chain: number, above: bigint, upTo: bigint) =>
  db.$queryRaw<ChainedEntry[]>`
    SELECT seq, (extract(epoch FROM at) * 1000000)::bigint AS microseconds, body, previous_hash AS "previousHash", hash
    FROM audit_entry WHERE environment_id = ${chain} AND seq > ${above} AND seq <= ${upTo} ORDER BY seq LIMIT ${verifyBatch}`

const verdict = (count: bigint, hash: Uint8Array, broken: ChainBreak | null): Verified => ({
  entries: count.toString(),
  hash: Buffer.from(hash).toString("hex"),
  firstBroken: broken && { seq: broken.seq.toString(), reason: broken.reason },
})
