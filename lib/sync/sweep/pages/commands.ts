import { BelvoApiError } from "@/lib/belvo/errors"
import type { LinkPage } from "@/lib/belvo/link-list"
import type { Ctx } from "@/lib/ctx"
import { read, record } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { applyLinks, observe } from "@/lib/mirror/commands"
import { isWhole, mostPasses } from "@/lib/sync/rules"
import { type HeldRun, mine, RunLost } from "@/lib/sync/runs/commands"
import type { Sweep } from "@/lib/sync/sweep/commands"

const pageSize = 1_000

/** Reads the whole list, by number, as often as it takes to find it at rest; goes on where an earlier holder stopped. */
export async function sweepPages(sweep: Sweep): Promise<void> {
  const { ctx, run } = sweep
  let { pass, page } = await lastPage(ctx, run)
  for (;;) {
    await readPass(sweep, { pass, page })
    const read = await passOf(ctx, run, pass)
    if (isWhole(read) || pass >= mostPasses) return startConfirming(ctx, run, read.distinct)
    ctx.log.info("links came or went while they were listed, so the list is read again", { run: run.id, pass })
    pass++
    page = 1
  }
}

type Place = { pass: number; page: number }

async function readPass({ ctx, run, signal, requests }: Sweep, from: Place): Promise<void> {
  const belvo = await openBelvo(ctx, "sweep")
  const toObservedAt = await observe(ctx)
  const pages = belvo.eachLinkPage({ page: from.page, pageSize })
  for await (const page of ahead(unlessShrunk(pages, from.page))) {
    signal.throwIfAborted()
    await applyPage(ctx, run, { page, pass: from.pass, observedAt: toObservedAt(page.sentAt), requests: requests() })
  }
}

type ReadPage = { page: LinkPage; pass: number; observedAt: Date; requests: number }

/** The links, what was seen, and how far we are, in one transaction: a kill loses a page or nothing. */
function applyPage(ctx: Ctx, run: HeldRun, { page, pass, observedAt, requests }: ReadPage): Promise<void> {
  const ids = [...new Set(page.items.map(({ id }) => id))]
  return record(ctx, "mirror:write", async (tx) => {
    const applied = await applyLinks(ctx, { links: page.items, observedAt, cause: "sweep", causeId: run.id })
    const [before] = await tx.$queryRaw<{ seen: number }[]>`
      SELECT cardinality(ids) AS seen FROM sweep_page
      WHERE environment_id = ${ctx.environment.id} AND run_id = ${run.id}::uuid AND pass = ${pass}::smallint AND page = ${page.page}`
    await tx.$executeRaw`
      INSERT INTO sweep_page (environment_id, run_id, pass, page, observed_at, count, ids)
      VALUES (${ctx.environment.id}, ${run.id}::uuid, ${pass}::smallint, ${page.page}, ${observedAt}::timestamptz, ${page.count}, ${ids}::uuid[])
      ON CONFLICT (environment_id, run_id, pass, page) DO UPDATE
        SET observed_at = excluded.observed_at, count = excluded.count, ids = excluded.ids`
    const seen = pass === 1 ? ids.length - (before?.seen ?? 0) : 0
    const held = await tx.$executeRaw`
      UPDATE sweep_run SET heartbeat_at = clock_timestamp(), expected = ${page.count}, requests = ${requests},
        seen = seen + ${seen}::integer, inserted = inserted + ${applied.inserted}::integer,
        updated = updated + ${applied.updated}::integer, unchanged = unchanged + ${pass === 1 ? applied.unchanged : 0}::integer
      WHERE ${mine(ctx, run)}`
    if (held === 0) throw new RunLost()
    return { result: undefined }
  })
}

/** The page after which an earlier holder stopped is read again: nobody knows whether it was the last. */
function lastPage(ctx: Ctx, run: HeldRun): Promise<Place> {
  return read(ctx, "mirror:write", async (db) => {
    const [last] = await db.$queryRaw<Place[]>`
      SELECT pass, page FROM sweep_page WHERE environment_id = ${ctx.environment.id} AND run_id = ${run.id}::uuid
      ORDER BY pass DESC, page DESC LIMIT 1`
    return last ?? { pass: 1, page: 1 }
  })
}

function passOf(ctx: Ctx, run: HeldRun, pass: number): Promise<{ counts: number[]; distinct: number }> {
  return read(ctx, "mirror:write", async (db) => {
    const [row] = await db.$queryRaw<{ counts: number[]; distinct: number }[]>`
      SELECT array_agg(count ORDER BY page) FILTER (WHERE pass = ${pass}::smallint) AS counts,
        (SELECT count(DISTINCT id)::integer FROM sweep_page p, unnest(p.ids) AS id
          WHERE p.environment_id = ${ctx.environment.id} AND p.run_id = ${run.id}::uuid AND p.pass = ${pass}::smallint) AS distinct
      FROM sweep_page WHERE environment_id = ${ctx.environment.id} AND run_id = ${run.id}::uuid`
    return { counts: row?.counts ?? [], distinct: row?.distinct ?? 0 }
  })
}

function startConfirming(ctx: Ctx, run: HeldRun, distinct: number): Promise<void> {
  return record(ctx, "mirror:write", async (tx) => {
    const held = await tx.$executeRaw`
      UPDATE sweep_run SET phase = 'confirming', seen = ${distinct}, unchanged = greatest(0, ${distinct} - inserted - updated)
      WHERE ${mine(ctx, run)}`
    if (held === 0) throw new RunLost()
    return { result: undefined }
  })
}

/** The first page asked for may lie past the end of a list that has shrunk since: then the pass is at its end. */
async function* unlessShrunk(pages: AsyncGenerator<LinkPage>, first: number): AsyncGenerator<LinkPage> {
  try {
    yield* pages
  } catch (error) {
    if (first > 1 && error instanceof BelvoApiError && error.status === 404 && error.belvoCode === "not_found") return
    throw error
  }
}

/** Asks for the next page while this one is being written. */
async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next()
  for (;;) {
    const { done, value } = await next
    if (done) return
    next = source.next()
    next.catch(() => undefined)
    yield value
  }
}
