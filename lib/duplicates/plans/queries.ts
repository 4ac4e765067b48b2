import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import {
  leftOut,
  type PlanInput,
  type PlanListParams,
  type PlanState,
  type PlanView,
  planInput,
} from "@/lib/duplicates/plans/schema"
import { toCursor } from "@/lib/page"
import { parseInstant } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/** Null where there is none of this id, or it is no id. */
export function findPlan(ctx: Ctx, { planId }: { planId: string }): Promise<PlanView | null> {
  return read(ctx, "links:read", async (db) => {
    if (!planInput.safeParse({ planId }).success) return null
    const [row] = await selectPlans(db, ctx, Prisma.sql`p.id = ${planId}::uuid`)
    return row ?? null
  })
}

const plansAtOnce = 50

/** Latest first. */
export function listPlans(ctx: Ctx, { after }: PlanListParams): Promise<{ rows: PlanView[]; after: string | null }> {
  return read(ctx, "links:read", async (db) => {
    const found = await selectPlans(db, ctx, olderThan(after), plansAtOnce + 1)
    const rows = found.slice(0, plansAtOnce)
    const last = rows.at(-1)
    return { rows, after: found.length > plansAtOnce && last ? toCursor([last.createdAt, last.id]) : null }
  })
}

/** A mistyped cursor is none. Moments of ours have milliseconds. */
function olderThan(after: PlanListParams["after"]): Prisma.Sql {
  const [at, id] = after ?? []
  if (typeof at !== "string" || !parseInstant(at) || !planInput.safeParse({ planId: id }).success)
    return Prisma.sql`true`
  return Prisma.sql`(p.created_at, p.id) < (${at}::timestamptz, ${String(id)}::uuid)`
}

/** How many of the plan's old links Belvo no longer has. */
export function countGoneOfPlan(ctx: Ctx, { planId }: PlanInput): Promise<number> {
  return read(ctx, "links:read", async (db) => {
    const environmentId = ctx.environment.id
    const rows = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::integer AS count FROM duplicate_plan_item
      WHERE environment_id = ${environmentId} AND plan_id = ${planId}::uuid AND gone`
    return rows[0]?.count ?? 0
  })
}

/** For INSERT … SELECT: `link_id` of each link that is to go, and `survivor_id` of the one that stays. Of an applied plan only. */
export const planDeletions = (environmentId: number, planId: string): Prisma.Sql => Prisma.sql`
  SELECT i.old_link_id AS link_id, i.new_link_id AS survivor_id FROM duplicate_plan_item i
  JOIN duplicate_plan p ON p.environment_id = i.environment_id AND p.id = i.plan_id AND p.state = 'applied'
  WHERE i.environment_id = ${environmentId} AND i.plan_id = ${planId}::uuid`

type Row = Omit<PlanView, "leftOut" | "state" | "warnings" | `${string}At`> & {
  state: PlanState
  leftOut: unknown
  notValid: number
  stillUsed: number
  joined: number
  checkedAt: Date | null
  createdAt: Date
  reviewedAt: Date | null
  appliedAt: Date | null
  endedAt: Date | null
}

/** Latest first. */
export async function selectPlans(db: ReadDb, ctx: Ctx, which: Prisma.Sql, limit = 1): Promise<PlanView[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT p.id::text, p.state, p.matched, p.left_out AS "leftOut", p.groups, p.made, p.items, p.not_valid AS "notValid",
      p.still_used AS "stillUsed", p.joined, p.checked_at AS "checkedAt", p.created_at AS "createdAt", p.reviewed_at AS "reviewedAt",
      p.applied_at AS "appliedAt", p.ended_at AS "endedAt", coalesce(c.name, '') AS "createdBy", r.name AS "reviewedBy",
      a.name AS "appliedBy", e.name AS "endedBy"
    FROM duplicate_plan p LEFT JOIN member c ON c.id = p.created_by LEFT JOIN member r ON r.id = p.reviewed_by
    LEFT JOIN member a ON a.id = p.applied_by LEFT JOIN member e ON e.id = p.ended_by
    WHERE p.environment_id = ${ctx.environment.id} AND ${which}
    ORDER BY p.created_at DESC, p.id DESC LIMIT ${limit}::integer`
  return rows.map(toView)
}

function toView({ notValid, stillUsed, joined, ...row }: Row): PlanView {
  return {
    ...row,
    leftOut: leftOut.parse(row.leftOut),
    warnings: { notValid, stillUsed, joined },
    checkedAt: row.checkedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    reviewedAt: row.reviewedAt?.toISOString() ?? null,
    appliedAt: row.appliedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}
