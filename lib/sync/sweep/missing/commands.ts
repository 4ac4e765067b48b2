import type { Ctx } from "@/lib/ctx"
import { read, record } from "@/lib/db"
import { confirmGone, rereadLinks } from "@/lib/mirror/commands"
import { needsDecision } from "@/lib/sync/rules"
import { mine, RunLost } from "@/lib/sync/runs/commands"
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
  await note(sweep, { missing: missing.length, removed: 0, checked: 0 })
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
    await note(sweep, { updated: asked.updated, removed: 0, checked: 0 })
  }
  return missing
}

/** Links that the mirror has, that were on no page of the last reading of the list, and that nobody has seen since it began. */
function listUnseen(ctx: Ctx, { id }: Sweep["run"]): Promise<{ ids: string[]; present: number }> {
  return read(ctx, "mirror:write", async (db) => {
    const unseen = await db.$queryRaw<{ id: string }[]>`
      WITH last_pass AS MATERIALIZED (
        SELECT observed_at, ids FROM sweep_page WHERE environment_id = ${ctx.environment.id} AND run_id = ${id}::uuid
          AND pass = (SELECT max(pass) FROM sweep_page WHERE environment_id = ${ctx.environment.id} AND run_id = ${id}::uuid)
      ), seen AS MATERIALIZED (
        SELECT DISTINCT unnest(ids) AS id FROM last_pass
      )
      SELECT l.id::text FROM link l
      WHERE l.environment_id = ${ctx.environment.id} AND l.removed_at IS NULL
        AND l.observed_at < (SELECT min(observed_at) FROM last_pass) AND NOT EXISTS (SELECT FROM seen WHERE seen.id = l.id)
      ORDER BY l.id`
    const [row] = await db.$queryRaw<{ present: number }[]>`
      SELECT count(*)::integer AS present FROM link WHERE environment_id = ${ctx.environment.id} AND removed_at IS NULL`
    return { ids: unseen.map((one) => one.id), present: row?.present ?? 0 }
  })
}

type Step = { missing?: number; updated?: number; removed: number; checked: number }

async function note({ ctx, run, requests }: Sweep, { missing, updated = 0, removed, checked }: Step): Promise<void> {
  await record(ctx, "mirror:write", async (tx) => {
    const held = await tx.$executeRaw`
      UPDATE sweep_run SET heartbeat_at = clock_timestamp(), requests = ${requests()}, missing = coalesce(${missing ?? null}::integer, missing),
        updated = updated + ${updated}::integer, removed = removed + ${removed}::integer, checked = checked + ${checked}::integer
      WHERE ${mine(ctx, run)}`
    if (held === 0) throw new RunLost()
    return { result: undefined }
  })
}
