import { uuid } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { confirmationOf, mayDecide } from "@/lib/deletions/rules"
import { type DeletionState, deletionStates, type RequestState, requestStates } from "@/lib/deletions/schema"
import { type CursorValue, type Page, toCursor } from "@/lib/page"
import { holds } from "@/lib/permissions"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

export type Counts = Readonly<Record<DeletionState, number>>
export type RequestRow = {
  id: string
  state: RequestState
  source: string
  links: number
  reason: string | null
  createdBy: string
  /** ISO 8601 with microseconds, as the cursor needs it. */
  createdAt: string
  requestedBy: string | null
  requestedAt: Date | null
  needsApproval: boolean
  decidedBy: string | null
  decidedAt: Date | null
  decisionReason: string | null
  holdHours: number
  heldUntil: Date | null
  startedAt: Date | null
  endedAt: Date | null
  cancelledBy: string | null
  expected: number | null
  problem: string | null
  sha256: string | null
  /** It waits for a second member, and this one may be the second. */
  decidable: boolean
}
export type RequestView = RequestRow & { counts: Counts; total: number }

const pageSize = 50

const shownOfPlan = 20

/** What has been asked for of a plan's old links, the latest first. */
export function listRequestsOfPlan(ctx: Ctx, { planId }: { planId: string }): Promise<RequestRow[]> {
  return read(ctx, "links:read", (db) => {
    const asked = Prisma.sql`r.source = 'plan' AND r.source_id = ${planId}::uuid AND r.state NOT IN ('draft', 'expired')`
    return readRows(db, ctx, asked, shownOfPlan)
  })
}

/** The latest first; drafts are their author's alone. */
export function listRequests(
  ctx: Ctx,
  { after }: { after: readonly CursorValue[] | null },
): Promise<Pick<Page<RequestRow>, "rows" | "after">> {
  return read(ctx, "links:read", async (db) => {
    const [at, id] = after ?? []
    const beyond =
      typeof at === "string" && parseInstant(at) && uuid.safeParse(id).success
        ? Prisma.sql`AND (r.created_at, r.id) < (${at}::timestamptz, ${String(id)}::uuid)`
        : Prisma.empty
    const own = ctx.actor.kind === "member" ? ctx.actor.id : null
    const shown = Prisma.sql`(r.state NOT IN ('draft', 'expired') OR r.created_by = ${own}::uuid) ${beyond}`
    const rows = await readRows(db, ctx, shown, pageSize + 1)
    const last = rows.length > pageSize ? rows[pageSize - 1] : undefined
    return { rows: rows.slice(0, pageSize), after: last ? toCursor([last.createdAt, last.id]) : null }
  })
}

/** Those that wait for a decision that this member may make, the oldest of the latest first. */
export function listDecidable(ctx: Ctx): Promise<RequestRow[]> {
  return read(ctx, "links:read", async (db) => {
    if (!holds(ctx.actor, "deletions:approve")) return []
    const rows = await readRows(db, ctx, Prisma.sql`r.state = 'awaiting_approval'`, pageSize)
    return rows.filter(({ decidable }) => decidable).toReversed()
  })
}

/** Null where there is none. */
export function findRequest(ctx: Ctx, { requestId }: { requestId: string }): Promise<RequestView | null> {
  return read(ctx, "links:read", async (db) => {
    if (!uuid.safeParse(requestId).success) return null
    const [row] = await readRows(db, ctx, Prisma.sql`r.id = ${requestId}::uuid`, 1)
    if (!row) return null
    const counts = await countItems(db, ctx, requestId)
    return { ...row, counts, total: deletionStates.reduce((sum, state) => sum + counts[state], 0) }
  })
}

/** What must be typed of a draft of one link; null where it is of several, and their number is typed. */
export function findConfirmation(ctx: Ctx, { requestId }: { requestId: string }): Promise<string | null> {
  return read(ctx, "links:read", async (db) => {
    const some = await db.$queryRaw<{ id: string; externalId: string | null }[]>`
      SELECT l.id::text, l.external_id AS "externalId" FROM deletion d
      JOIN link l ON l.environment_id = d.environment_id AND l.id = d.link_id
      WHERE d.environment_id = ${ctx.environment.id} AND d.request_id = ${requestId}::uuid AND d.state = 'draft' LIMIT 2`
    const [only] = some
    return only && some.length === 1 ? confirmationOf(only) : null
  })
}

async function countItems(db: ReadDb, ctx: Ctx, requestId: string): Promise<Counts> {
  const rows = await db.deletionCount.findMany({ where: { environmentId: ctx.environment.id, requestId } })
  const of = (state: DeletionState) => [state, rows.find((row) => row.state === state)?.links ?? 0] as const
  return Object.fromEntries(deletionStates.map(of)) as Record<DeletionState, number>
}

type FoundRow = Omit<RequestRow, "state" | "decidable"> & { state: string; participants: string[] }

async function readRows(db: ReadDb, ctx: Ctx, where: Prisma.Sql, most: number): Promise<RequestRow[]> {
  const rows = await db.$queryRaw<FoundRow[]>`
    SELECT r.id::text, r.state, r.source, r.links, r.reason, c.name AS "createdBy", p.name AS "requestedBy", r.requested_at AS "requestedAt",
      to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
      r.needs_approval AS "needsApproval", a.name AS "decidedBy", r.decided_at AS "decidedAt", r.decision_reason AS "decisionReason",
      r.hold_hours AS "holdHours", r.held_until AS "heldUntil", r.started_at AS "startedAt", r.ended_at AS "endedAt", x.name AS "cancelledBy",
      r.expected, r.problem ->> 'code' AS problem, encode(r.sha256, 'hex') AS sha256, r.participants::text[] AS participants
    FROM deletion_request r
    LEFT JOIN member c ON c.id = r.created_by LEFT JOIN member p ON p.id = r.requested_by
    LEFT JOIN member a ON a.id = r.decided_by LEFT JOIN member x ON x.id = r.cancelled_by
    WHERE r.environment_id = ${ctx.environment.id} AND ${where}
    ORDER BY r.created_at DESC, r.id DESC LIMIT ${most}`
  const { actor } = ctx
  return rows.map(({ participants, ...row }) => {
    const state = requestStates.find((one) => one === row.state) ?? "done"
    const isSecond = actor.kind === "member" && mayDecide(actor.id, participants)
    return {
      ...row,
      state,
      createdBy: row.createdBy ?? "",
      decidable: state === "awaiting_approval" && isSecond && holds(actor, "deletions:approve"),
    }
  })
}
