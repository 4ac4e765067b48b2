import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { confirmGone, rereadLinks } from "@/lib/mirror/commands"
import { needsDecision } from "@/lib/sync/rules"
import { type Ending, noteStep, type Step } from "@/lib/sync/runs/commands"
import type { Sweep } from "@/lib/sync/sweep/commands"
import { Prisma } from "@/prisma/generated/client"

/** As many ids as Belvo takes in one request. */
const idsAtOnce = 150
/** So many ids are in memory, whatever a sandbox has lost. */
const idsHeld = 100 * idsAtOnce

/**
 * What no page had is asked for by its id; what Belvo does not show there either is asked for by its address, and gone only
 * if that is unknown, too. Where many would go at once, nothing is marked until a person has confirmed it, and nothing more is asked
 * for as soon as that is known.
 */
export async function confirmMissing(sweep: Sweep): Promise<Ending> {
  await note(sweep, { missing: 0 })
  return sweep.run.confirmedAt ? removeAll(sweep) : removeFew(sweep)
}

async function removeFew(sweep: Sweep): Promise<Ending> {
  const missing: string[] = []
  let present: number | null = null
  for await (const asked of eachAsked(sweep)) {
    present ??= await countPresent(sweep.ctx)
    missing.push(...asked.missing)
    await note(sweep, { missing: missing.length })
    if (needsDecision({ missing: missing.length, present })) {
      return { state: "needs_decision", missing: missing.length, missingAtLeast: asked.left > 0 }
    }
  }
  await remove(sweep, missing)
  return { state: "completed", missing: missing.length }
}

async function removeAll(sweep: Sweep): Promise<Ending> {
  let missing = 0
  for await (const asked of eachAsked(sweep)) {
    missing += asked.missing.length
    await note(sweep, { missing: missing + asked.left })
    await remove(sweep, asked.missing)
  }
  return { state: "completed", missing }
}

async function remove(sweep: Sweep, missing: readonly string[]): Promise<void> {
  for (const linkId of missing) {
    sweep.signal.throwIfAborted()
    const outcome = await confirmGone(sweep.ctx, { linkId, ...why(sweep) })
    await note(sweep, { removed: outcome === "gone" ? 1 : 0, checked: 1 })
  }
}

const why = ({ run }: Sweep) => ({ priority: "sweep", cause: "sweep", causeId: run.id }) as const

/** What one request for ids did not bring, and how many unseen links are still to be asked for. */
type Asked = { missing: readonly string[]; left: number }

async function* eachAsked(sweep: Sweep): AsyncGenerator<Asked> {
  if (await hasSeenAll(sweep)) return
  let unseen = await listUnseen(sweep, null)
  for (;;) {
    for (let from = 0; from < unseen.ids.length; from += idsAtOnce) {
      sweep.signal.throwIfAborted()
      const linkIds = unseen.ids.slice(from, from + idsAtOnce)
      const { updated, missing } = await rereadLinks(sweep.ctx, { linkIds, ...why(sweep) })
      await note(sweep, { updated })
      yield { missing, left: unseen.all - from - linkIds.length }
    }
    const last = unseen.ids.at(-1)
    if (!last || unseen.all === unseen.ids.length) return
    unseen = await listUnseen(sweep, last)
  }
}

/**
 * Whether the last pages had exactly the links that the mirror has: told by how many and by 64 bits over their ids, as a rule, since to
 * look for those that are missing takes four times as long. False proves nothing.
 */
async function hasSeenAll({ ctx, run }: Sweep): Promise<boolean> {
  const [row] = await read(
    ctx,
    "mirror:write",
    (db) => db.$queryRaw<{ same: boolean }[]>`
      ${pagesOf(ctx, run)}, seen AS (
        SELECT count(*) AS links, bit_xor(uuid_hash_extended(id, 0)) AS sum FROM (
          SELECT unnest(ids) AS id FROM page WHERE is_last AND pages = 1
          UNION ALL
          -- Each page repeats the end of the one before.
          SELECT id FROM (SELECT DISTINCT "window", unnest(ids) AS id FROM page WHERE is_last AND pages > 1) AS paged
        ) AS ids
      ), present AS (
        SELECT count(*) AS links, bit_xor(uuid_hash_extended(id, 0)) AS sum FROM link
        WHERE environment_id = ${ctx.environment.id} AND removed_at IS NULL
      )
      SELECT (seen.links, seen.sum) = (present.links, present.sum) AS same FROM seen, present`,
  )
  return row?.same ?? false
}

type Unseen = { ids: readonly string[]; all: number }

/**
 * Links that the mirror has and that nobody has seen since the sweep began to read; and those that a first reading of a window
 * showed and its last did not. The first of those after an id, and how many there are.
 */
async function listUnseen({ ctx, run }: Sweep, after: string | null): Promise<Unseen> {
  const rows = await read(
    ctx,
    "mirror:write",
    (db) => db.$queryRaw<{ id: string; all: number }[]>`
      ${pagesOf(ctx, run)}, seen AS MATERIALIZED (
        SELECT unnest(ids) AS id FROM page WHERE is_last
      ), slipped AS MATERIALIZED (
        SELECT DISTINCT unnest(ids) AS id FROM page WHERE NOT is_last
      ), unseen AS MATERIALIZED (
        -- Materialised, so that the limit below does not tempt the planner away from hashing what was seen.
        SELECT l.id FROM link l
        WHERE l.environment_id = ${ctx.environment.id} AND l.removed_at IS NULL AND (${after}::uuid IS NULL OR l.id > ${after}::uuid)
          AND (l.observed_at < (SELECT min(observed_at) FROM page) OR EXISTS (SELECT FROM slipped WHERE slipped.id = l.id))
          AND NOT EXISTS (SELECT FROM seen WHERE seen.id = l.id)
      )
      SELECT id::text, (SELECT count(*)::integer FROM unseen) AS all FROM unseen ORDER BY unseen.id LIMIT ${idsHeld}`,
  )
  return { ids: rows.map(({ id }) => id), all: rows[0]?.all ?? 0 }
}

const pagesOf = (ctx: Ctx, run: Sweep["run"]): Prisma.Sql => Prisma.sql`WITH page AS MATERIALIZED (
        SELECT "window", observed_at, ids, pass = max(pass) OVER (PARTITION BY "window") AS is_last,
          count(*) OVER (PARTITION BY "window") AS pages FROM sweep_page
        WHERE environment_id = ${ctx.environment.id} AND run_id = ${run.id}::uuid
      )`

async function countPresent(ctx: Ctx): Promise<number> {
  const rows = await read(
    ctx,
    "mirror:write",
    (db) => db.$queryRaw<{ present: number }[]>`
      SELECT count(*)::integer AS present FROM link WHERE environment_id = ${ctx.environment.id} AND removed_at IS NULL`,
  )
  return rows[0]?.present ?? 0
}

const note = ({ ctx, run, requests }: Sweep, step: Omit<Step, "requests">): Promise<void> =>
  noteStep(ctx, run, { ...step, requests: requests() })
