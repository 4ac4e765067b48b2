import { uuid } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { heldUntil } from "@/lib/deletions/rules"
import { type DeletionView, deletionFailure, deletionStates } from "@/lib/deletions/schema"
import { notFound } from "@/lib/errors"
import { Prisma } from "@/prisma/generated/client"

/** The link's latest deletion, whatever has become of it; null where nobody asked for one. */
export function findLatestDeletion(ctx: Ctx, { linkId }: { linkId: string }): Promise<DeletionView | null> {
  return read(ctx, "links:read", (db) => findDeletion(db, ctx, Prisma.sql`d.link_id = ${linkId}::uuid`))
}

/** Throws NOT_FOUND. */
export async function getDeletion(ctx: Ctx, { id }: { id: string }): Promise<DeletionView> {
  if (!uuid.safeParse(id).success) throw notFound()
  const deletion = await read(ctx, "links:read", (db) => findDeletion(db, ctx, Prisma.sql`d.id = ${id}::uuid`))
  if (!deletion) throw notFound()
  return deletion
}

async function findDeletion(db: ReadDb, ctx: Ctx, which: Prisma.Sql): Promise<DeletionView | null> {
  const [row] = await db.$queryRaw<DeletionRow[]>`
    SELECT d.id::text AS id, d.link_id::text AS "linkId", d.requested_by::text AS "requestedBy", m.name AS "requestedByName",
           d.requested_at AS "requestedAt", d.reason, d.state, d.accepted_at AS "acceptedAt", d.settled_at AS "settledAt",
           d.belvo_request_id AS "belvoRequestId", d.failure, l.removed_at AS "removedAt"
    FROM deletion d
    JOIN link l ON l.environment_id = d.environment_id AND l.id = d.link_id
    LEFT JOIN member m ON m.id = d.requested_by
    WHERE d.environment_id = ${ctx.environment.id} AND ${which}
    ORDER BY d.requested_at DESC LIMIT 1`
  return row ? toView(row) : null
}

type DeletionRow = {
  id: string
  linkId: string
  requestedBy: string
  requestedByName: string | null
  requestedAt: Date
  reason: string
  state: string
  acceptedAt: Date | null
  settledAt: Date | null
  belvoRequestId: string | null
  failure: unknown
  removedAt: Date | null
}

/** A row that no job has settled yet is told by the mirror: Belvo's webhook is often quicker than our next look. */
function toView({ requestedBy, requestedByName, removedAt, ...row }: DeletionRow): DeletionView {
  const kept = deletionStates.find((state) => state === row.state) ?? "failed"
  const isGone = kept === "accepted" && removedAt !== null
  return {
    ...row,
    requestedBy: { id: requestedBy, name: requestedByName ?? "" },
    requestedAt: row.requestedAt.toISOString(),
    heldUntil: heldUntil(row.requestedAt).toISOString(),
    state: isGone ? "done" : kept,
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    settledAt: (isGone ? removedAt : row.settledAt)?.toISOString() ?? null,
    failure: deletionFailure.nullable().catch(null).parse(row.failure),
  }
}
