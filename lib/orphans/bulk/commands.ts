import type { Ctx } from "@/lib/ctx"
import { databaseNow, read, type Tx, write } from "@/lib/db"
import { conflict, forbidden, notFound } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { bulkWhere } from "@/lib/orphans/bulk/queries"
import { bulkStretch, type Stretch } from "@/lib/orphans/bulk/running/commands"
import { runBulkJob } from "@/lib/orphans/bulk/running/jobs"
import type { Begun, BulkInput, CountBulk, StartBulk } from "@/lib/orphans/bulk/schema"
import { linksAtOnce } from "@/lib/orphans/rules"
import { type BulkKind, orphanListParams } from "@/lib/orphans/schema"
import { addDays, minuteMs, startOfDay } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

export type Matching = {
  count: number
  /** ISO 8601; what is found later is not meant. */
  snapshotAt: string
}

/** Of what a list's filter matches, about how many it can be decided: adopted are only the undecided that match a user exactly and work. */
export async function countBulk(ctx: Ctx, { kind, params }: CountBulk): Promise<Matching> {
  const at = await databaseNow(ctx)
  return read(ctx, "orphans:resolve", async (db) => {
    const [row] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::integer AS count FROM orphan o WHERE ${bulkWhere(ctx.environment.id, { kind, params, at })}`
    return { count: row?.count ?? 0, snapshotAt: at.toISOString() }
  })
}

/** Freezes which are meant; a job decides about many. Throws CONFLICT where they are not so many any more. */
export function startBulk(ctx: Ctx, { deed, params, expectedCount, snapshotAt }: StartBulk): Promise<Begun> {
  const at = new Date(snapshotAt)
  const ignoring = deed.kind === "ignore" ? { note: deed.note, until: startOfDay(addDays(deed.until, 1)) } : null
  if (ignoring && ignoring.until <= ctx.now()) return Promise.reject(conflict("orphan.untilOver"))
  return begin(ctx, { kind: deed.kind, params: keptParams(params), ...ignoring }, async (_tx, meant) => {
    const which = Prisma.sql`SELECT o.link_id FROM orphan o WHERE ${bulkWhere(ctx.environment.id, { kind: deed.kind, params, at })}`
    const count = await meant(which)
    if (count !== expectedCount) throw conflict("orphan.selectionChanged", { expected: expectedCount, count })
  })
}

/** Ends it, and takes back whatever it has decided and still stands. Throws NOT_FOUND, and CONFLICT where there is nothing of either, or it was asked for before. */
export function undoBulk(ctx: Ctx, { bulkId }: BulkInput): Promise<Begun> {
  const environmentId = ctx.environment.id
  return begin(ctx, { kind: "undo", params: "", undoes: bulkId }, async (tx, meant) => {
    const [bulk] = await tx.$queryRaw<{ kind: string }[]>`
      SELECT kind FROM orphan_bulk WHERE environment_id = ${environmentId} AND id = ${bulkId}::uuid FOR UPDATE`
    if (!bulk) throw notFound()
    if (bulk.kind === "undo") throw conflict("orphan.undoneBefore")
    const stopped = await tx.orphanBulk.updateMany({
      where: { environmentId, id: bulkId, state: "running" },
      data: { state: "cancelled", endedAt: ctx.now(), note: null },
    })
    const count = await meant(Prisma.sql`
      SELECT i.link_id FROM orphan_bulk_item i
      WHERE i.environment_id = ${environmentId} AND i.bulk_id = ${bulkId}::uuid AND i.outcome = 'taken'`)
    if (count === 0 && stopped.count === 0) throw conflict("orphan.nothingToUndo")
  })
}

/** What the list understands of it, so that nothing else is kept; which page of it was shown says nothing. */
function keptParams(params: string): string {
  const filter = orphanListParams.parse(Object.fromEntries(new URLSearchParams(params)))
  return orphanListParams.query(filter, { after: null, before: null }).replace(/^\?/, "")
}

type Asked = { kind: BulkKind; params: string; note?: string; until?: Date; undoes?: string }
/** Freezes what the query names as `link_id`, and answers how many these are. */
type Meant = (links: Prisma.Sql) => Promise<number>

function begin(ctx: Ctx, asked: Asked, freeze: (tx: Tx, meant: Meant) => Promise<void>): Promise<Begun> {
  const { actor, environment } = ctx
  if (actor.kind !== "member") return Promise.reject(forbidden("orphans:resolve"))
  return write(
    ctx,
    "orphans:resolve",
    async (tx) => {
      const created = { environmentId: environment.id, memberId: actor.id, createdAt: ctx.now() }
      const { id: bulkId } = await tx.orphanBulk.create({ data: { ...asked, ...created } }).catch(orUndoneBefore)
      let links = 0
      await freeze(tx, async (which) => {
        links = await tx.$executeRaw`
          INSERT INTO orphan_bulk_item (environment_id, bulk_id, place, link_id)
          SELECT ${environment.id}, ${bulkId}::uuid, row_number() OVER (ORDER BY m.link_id), m.link_id FROM (${which}) AS m`
        return links
      })
      await tx.orphanBulk.updateMany({ where: { environmentId: environment.id, id: bulkId }, data: { links } })
      const isSmall = links <= linksAtOnce
      let stretch: Stretch = { isOver: !isSmall }
      while (!stretch.isOver) stretch = await bulkStretch(tx, ctx, bulkId)
      if (!isSmall) await enqueue(tx, runBulkJob, { bulkId })
      const { kind, params, undoes, until } = asked
      const after = {
        kind,
        links,
        ...(undoes ? { undoes } : { params }),
        ...(until ? { until: until.toISOString() } : {}),
        ...stretch.came,
      }
      return {
        result: await progressOf(tx, environment.id, bulkId),
        audit: { action: "orphan.bulk_decided", entity: "orphan_bulk", entityId: bulkId, after },
      }
    },
    { timeoutMs: 5 * minuteMs },
  )
}

async function progressOf(tx: Tx, environmentId: number, bulkId: string): Promise<Begun> {
  const { state, decided, links } = await tx.orphanBulk.findFirstOrThrow({ where: { environmentId, id: bulkId } })
  return { bulkId, state: state === "done" ? "done" : "running", decided, links }
}

/** Two who take the same back at the same moment. */
function orUndoneBefore(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002")
    throw conflict("orphan.undoneBefore")
  throw error
}
