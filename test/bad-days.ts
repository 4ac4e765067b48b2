import { expect } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { getSweep, type SweepRun } from "@/lib/sync/queries"
import { insertRun } from "@/lib/sync/runs/commands"
import { runSweep } from "@/lib/sync/sweep/commands"
import { withClient } from "@/scripts/with-client"
import type { World } from "@/simulator/worlds/world"

const { signal } = new AbortController()

/** `npm run torture` has the time for what `npm test` tries in the small. */
export const isTorture = process.env.TORTURE_KILLS !== undefined

export const openRun = (ctx: Ctx) =>
  record(ctx, "mirror:write", async (tx) => ({ result: await insertRun(tx, ctx, { cause: "command" }) }))

/** One full sweep, to whatever end. */
export async function sweep(ctx: Ctx): Promise<SweepRun> {
  await openRun(ctx)
  const end = await runSweep(ctx, { signal })
  if (!end) throw new Error("no sweep was claimed")
  return getSweep(ctx, end.runId)
}

type Row = { id: string; status: string; externalId: string | null; accessMode: string | null }

/** Every link as Belvo has it, counts that add up to them, and a history in which each event begins where the one before it ended. */
export async function expectTruth(url: string, world: World): Promise<void> {
  const truth = [...world.eachLink()].map(({ id, status, external_id, access_mode }) => ({
    ...{ id, status },
    externalId: external_id,
    accessMode: access_mode,
  }))
  await withClient(url, async (client) => {
    const mirrored = await client.query<Row>(`
      SELECT id::text, status, external_id AS "externalId", access_mode AS "accessMode" FROM link WHERE removed_at IS NULL ORDER BY id`)
    expect(mirrored.rows).toEqual(truth.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    const counted = await client.query(`
      SELECT status, sum(delta)::integer AS links FROM link_count_delta GROUP BY 1 HAVING sum(delta) <> 0 ORDER BY 1`)
    expect(counted.rows).toEqual(countByStatus(truth))
    const untrue = await client.query(`
      WITH told AS (
        SELECT link_id, kind, before, after, lag(after) OVER told AS former, lag(kind) OVER told AS earlier FROM link_event
        WHERE kind IN ('appeared', 'status', 'removed', 'returned') WINDOW told AS (PARTITION BY link_id ORDER BY at, id))
      SELECT * FROM told WHERE (earlier IS NULL) <> (kind = 'appeared') OR before IS DISTINCT FROM former OR before = after`)
    expect(untrue.rows).toEqual([])
    const untold = await client.query(`
      SELECT l.id FROM link l WHERE NOT EXISTS (SELECT FROM link_event e WHERE e.link_id = l.id AND e.kind = 'appeared')`)
    expect(untold.rows).toEqual([])
  })
}

function countByStatus(links: readonly { status: string }[]): { status: string; links: number }[] {
  const byStatus = Map.groupBy(links, ({ status }) => status)
  return [...byStatus.keys()].toSorted().map((status) => ({ status, links: byStatus.get(status)?.length ?? 0 }))
}
