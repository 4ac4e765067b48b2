import type { Ctx } from "@/lib/ctx"
import type { Tx } from "@/lib/db"
import type { Selection } from "@/lib/deletions/requests/schema"
import { planDeletions } from "@/lib/duplicates/plans/queries"
import { notFound } from "@/lib/errors"
import { selectedLinks } from "@/lib/links/selection/queries"
import { orphanWhere } from "@/lib/orphans/queries"
import { Prisma } from "@/prisma/generated/client"

type Freeze = { requestId: string; selection: Selection; at: Date; most: number }

/**
 * The links of a selection as they are at this moment, in one statement. Those that are gone, or are being deleted already, stand among
 * them as skipped. Answers how many there are, at most one more than `most`. Throws NOT_FOUND where a link that was named is not known.
 */
export async function freeze(tx: Tx, ctx: Ctx, { requestId, selection, at, most }: Freeze): Promise<number> {
  const environmentId = ctx.environment.id
  const count = await tx.$executeRaw`
    INSERT INTO deletion (environment_id, link_id, request_id, requested_at, institution, status, link_created_at, observed_at,
      survivor_id, in_directory, state, skipped, settled_at)
    SELECT ${environmentId}, l.id, ${requestId}::uuid, ${at}::timestamptz, l.institution, l.status, l.created_at, l.observed_at, l.survivor_id,
      EXISTS (SELECT FROM directory_entry e WHERE e.environment_id = ${environmentId} AND e.link_id = l.id AND e.removed_by IS NULL),
      CASE WHEN l.skipped IS NULL THEN 'draft' ELSE 'skipped' END, l.skipped, CASE WHEN l.skipped IS NOT NULL THEN ${at}::timestamptz END
    FROM (
      SELECT chosen.*, CASE WHEN chosen.removed_at IS NOT NULL THEN 'removed' WHEN EXISTS (
        SELECT FROM deletion d WHERE d.environment_id = ${environmentId} AND d.link_id = chosen.id AND d.state IN ('requested', 'sent', 'accepted')
      ) THEN 'under_way' END AS skipped
      FROM (SELECT * FROM (${chosen(ctx, selection)}) AS every LIMIT ${most + 1}) AS chosen
    ) AS l`
  if (selection.kind === "links" && count < new Set(selection.ids).size) throw notFound()
  return count
}

/** Rows of `link` with the survivor that each of them has. */
function chosen(ctx: Ctx, selection: Selection): Prisma.Sql {
  if (selection.kind === "plan") {
    return Prisma.sql`SELECT l.*, p.survivor_id FROM (${planDeletions(ctx.environment.id, selection.planId)}) AS p
      JOIN link l ON l.environment_id = ${ctx.environment.id} AND l.id = p.link_id`
  }
  if (selection.kind === "orphans") {
    return Prisma.sql`SELECT l.*, NULL::uuid AS survivor_id FROM orphan o
      JOIN link l ON l.environment_id = o.environment_id AND l.id = o.link_id
      WHERE ${orphanWhere(ctx.environment.id, selection.params, new Date(selection.snapshotAt))}`
  }
  return Prisma.sql`SELECT *, NULL::uuid AS survivor_id FROM link WHERE ${selectedLinks(ctx.environment.id, selection, ctx.now())}`
}
