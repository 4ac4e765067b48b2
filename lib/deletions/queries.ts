import { uuid } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { type DeletionView, deletionFailure, deletionStates, requestStates } from "@/lib/deletions/schema"
import { notFound } from "@/lib/errors"
import { Prisma } from "@/prisma/generated/client"

/** The link's latest deletion that was asked for; null where there is none, or it was left alone. */
export function findLatestDeletion(ctx: Ctx, { linkId }: { linkId: string }): Promise<DeletionView | null> {
  return read(ctx, "links:read", (db) =>
    findDeletion(
      db,
      ctx,
      Prisma.sql`d.link_id = ${linkId}::uuid AND d.state NOT IN ('draft', 'skipped') AND r.requested_at IS NOT NULL`,
    ),
  )
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
    SELECT d.id::text AS id, d.link_id::text AS "linkId", d.request_id::text AS "requestId", r.state AS "requestState", r.links,
           r.requested_by::text AS "requestedBy", m.name AS "requestedByName", coalesce(r.requested_at, r.created_at) AS "requestedAt",
           r.held_until AS "heldUntil", r.reason, d.state, d.accepted_at AS "acceptedAt", d.settled_at AS "settledAt",
           d.belvo_request_id AS "belvoRequestId", d.failure, l.removed_at AS "removedAt"
    FROM deletion d
    JOIN deletion_request r ON r.environment_id = d.environment_id AND r.id = d.request_id
    JOIN link l ON l.environment_id = d.environment_id AND l.id = d.link_id
    LEFT JOIN member m ON m.id = r.requested_by
    WHERE d.environment_id = ${ctx.environment.id} AND ${which}
    ORDER BY d.requested_at DESC LIMIT 1`
  return row ? toView(row) : null
}

type DeletionRow = {
  id: string
  linkId: string
  requestId: string
  requestState: string
  links: number
  requestedBy: string | null
  requestedByName: string | null
  requestedAt: Date
  heldUntil: Date | null
  reason: string | null
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
    requestState: requestStates.find((state) => state === row.requestState) ?? "done",
    requestedBy: { id: requestedBy ?? "", name: requestedByName ?? "" },
    requestedAt: row.requestedAt.toISOString(),
    heldUntil: row.heldUntil?.toISOString() ?? null,
    reason: row.reason ?? "",
    state: isGone ? "done" : kept,
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    settledAt: (isGone ? removedAt : row.settledAt)?.toISOString() ?? null,
    failure: deletionFailure.nullable().catch(null).parse(row.failure),
  }
}
