import type { Ctx } from "@/lib/ctx"
import { databaseNow, read, write } from "@/lib/db"
import { conflict, forbidden } from "@/lib/errors"
import { orphanWhere } from "@/lib/orphans/queries"
import {
  type AdoptMatching,
  type CountMatching,
  type Decided,
  type OrphanFilter,
  orphanListParams,
} from "@/lib/orphans/schema"
import { minuteMs } from "@/lib/time"

export type Matching = {
  count: number
  /** ISO 8601; what is found later is not meant. */
  snapshotAt: string
}

/** Of what a list's filter matches, how many may be adopted at once: the undecided that match a user exactly and work. */
export async function countAdoptable(ctx: Ctx, { params }: CountMatching): Promise<Matching> {
  const at = await databaseNow(ctx)
  return read(ctx, "orphans:resolve", async (db) => {
    const [row] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::integer AS count FROM orphan o WHERE ${orphanWhere(ctx.environment.id, adoptable(params), at)}`
    return { count: row?.count ?? 0, snapshotAt: at.toISOString() }
  })
}

/** All of them, frozen as they were counted. Throws CONFLICT where they are not so many any more. */
export function adoptMatching(ctx: Ctx, { params, expectedCount, snapshotAt }: AdoptMatching): Promise<Decided> {
  const { actor, environment } = ctx
  if (actor.kind !== "member") throw forbidden("orphans:resolve")
  const where = orphanWhere(environment.id, adoptable(params), new Date(snapshotAt))
  return write(
    ctx,
    "orphans:resolve",
    async (tx) => {
      const count = await tx.$executeRaw`
        WITH held AS MATERIALIZED (
          SELECT o.link_id, o.matched_external_id FROM orphan o WHERE ${where} ORDER BY o.link_id FOR UPDATE
        ), made AS (
          INSERT INTO orphan_decision (environment_id, link_id, kind, external_id, basis, decided_by, decided_at)
          SELECT ${environment.id}, link_id, 'adopt', matched_external_id, 'exact', ${actor.id}::uuid, ${ctx.now()}::timestamptz
          FROM held RETURNING id, link_id)
        UPDATE orphan o SET state = 'adopted', decision_id = made.id FROM made
        WHERE o.environment_id = ${environment.id} AND o.link_id = made.link_id`
      if (count !== expectedCount) throw conflict("orphan.selectionChanged", { expected: expectedCount, count })
      const after = { basis: "exact", count, params, snapshotAt }
      return {
        result: { count, skipped: [], skippedCount: 0 },
        audit: { action: "orphan.adopted", entity: "orphans", entityId: `${count}`, after },
      }
    },
    { timeoutMs: 5 * minuteMs },
  )
}

const adoptable = (params: string): OrphanFilter => ({
  ...orphanListParams.parse(Object.fromEntries(new URLSearchParams(params))),
  ...{ reason: "exact", status: "valid", state: "open" },
})
