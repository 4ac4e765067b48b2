import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { confirmGone, rereadLinks } from "@/lib/mirror/commands"
import { needsDecision } from "@/lib/sync/rules"
import { noteStep, type Step } from "@/lib/sync/runs/commands"
import type { SweepState } from "@/lib/sync/schema"
import type { Sweep } from "@/lib/sync/sweep/commands"

/** As many ids as Belvo takes in one request. */
const idsAtOnce = 150

/**
 * What no page had is asked for by its id; what Belvo does not show there either is asked for by its address, and gone only
 * if that is unknown, too. Where many would go at once, nothing is marked until a person has confirmed it.
 */
export async function confirmMissing(sweep: Sweep): Promise<{ state: SweepState; missing: number }> {
  const { ctx, run } = sweep
  const { ids, present } = await listUnseen(ctx, run)
  const missing = await withoutListed(sweep, ids)
  await note(sweep, { missing: missing.length })
  if (!run.confirmedAt && needsDecision({ missing: missing.length, present })) {
    return { state: "needs_decision", missing: missing.length }
  }
  for (const linkId of missing) {
    sweep.signal.throwIfAborted()
    const outcome = await confirmGone(ctx, { linkId, ...why(sweep) })
    await note(sweep, { removed: outcome === "gone" ? 1 : 0, checked: 1 })
  }
  return { state: "completed", missing: missing.length }
}

const why = ({ run }: Sweep) => ({ priority: "sweep", cause: "sweep", causeId: run.id }) as const

async function withoutListed(sweep: Sweep, ids: readonly string[]): Promise<string[]> {
  const missing: string[] = []
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    sweep.signal.throwIfAborted()
    const asked = await rereadLinks(sweep.ctx, { linkIds: ids.slice(from, from + idsAtOnce), ...why(sweep) })
    missing.push(...asked.missing)
    await note(sweep, { updated: asked.updated })
  }
  return missing
}

/**
 * Links that the mirror has and that nobody has seen since the sweep began to read; and those that a first reading of a window
 * showed and its last did not.
 */
function listUnseen(ctx: Ctx, { id }: Sweep["run"]): Promise<{ ids: string[]; present: number }> {
  return read(ctx, "mirror:write", async (db) => {
    const unseen = await db.$queryRaw<{ id: string }[]>`
      WITH page AS MATERIALIZED (
        SELECT observed_at, ids, pass = max(pass) OVER (PARTITION BY "window") AS is_last FROM sweep_page
        WHERE environment_id = ${ctx.environment.id} AND run_id = ${id}::uuid
      ), seen AS MATERIALIZED (
        SELECT DISTINCT unnest(ids) AS id FROM page WHERE is_last
      ), slipped AS MATERIALIZED (
        SELECT DISTINCT unnest(ids) AS id FROM page WHERE NOT is_last
      )
      SELECT l.id::text FROM link l
      WHERE l.environment_id = ${ctx.environment.id} AND l.removed_at IS NULL
        AND (l.observed_at < (SELECT min(observed_at) FROM page) OR EXISTS (SELECT FROM slipped WHERE slipped.id = l.id))
        AND NOT EXISTS (SELECT FROM seen WHERE seen.id = l.id)
      ORDER BY l.id`
    const [row] = await db.$queryRaw<{ present: number }[]>`
      SELECT count(*)::integer AS present FROM link WHERE environment_id = ${ctx.environment.id} AND removed_at IS NULL`
    return { ids: unseen.map((one) => one.id), present: row?.present ?? 0 }
  })
}

const note = ({ ctx, run, requests }: Sweep, step: Omit<Step, "requests">): Promise<void> =>
  noteStep(ctx, run, { ...step, requests: requests() })
