import type { Ctx } from "@/lib/ctx"
import type { Tx } from "@/lib/db"
import { measureCampaigns } from "@/lib/jobs/announced"
import { enqueue } from "@/lib/jobs/boss"
import type { AddressEnd, VisitEnd } from "@/lib/recovery/addresses/schema"
import { Prisma } from "@/prisma/generated/client"

/** How many addresses end in one transaction. */
export const endBatch = 1_000

/** Of one address whose visit has just been settled: its time may have run out meanwhile. */
export const endIfOver = (tx: Tx, ctx: Ctx, { addressId }: { addressId: string }): Promise<number> =>
  endOverdue(tx, ctx, { which: Prisma.sql`AND a.id = ${addressId}::uuid` })

/** Some of those whose time is over. Answers how many. */
export const endOverdue = (tx: Tx, ctx: Ctx, { which = Prisma.empty }: { which?: Prisma.Sql } = {}): Promise<number> =>
  endDue(tx, ctx, overdue(ctx, which))

/** Nobody is turned out of the widget. */
const overdue = (ctx: Ctx, which: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (SELECT * FROM repair_address a WHERE a.environment_id = ${ctx.environment.id} AND a.state = 'open' AND a.expires_at <= ${ctx.now()} ${which}
     AND NOT EXISTS (SELECT FROM repair_session s
       WHERE s.environment_id = a.environment_id AND s.address_id = a.id AND s.state = 'open')
   ORDER BY a.expires_at, a.id LIMIT ${endBatch} FOR UPDATE SKIP LOCKED) AS a
  CROSS JOIN LATERAL (SELECT * FROM link WHERE environment_id = a.environment_id AND id = a.link_id LIMIT 1) AS l`

/** A link that turned valid after a visit had begun was repaired by it, whoever saw that first. */
const isOfVisit = Prisma.sql`EXISTS (SELECT FROM repair_session s
  WHERE s.environment_id = a.environment_id AND s.address_id = a.id AND s.opened_at <= l.status_since)`

/** `of`: open addresses as `a`, locked, and their links as `l`. What a link was before its address was made did not come of it. */
export function endDue(tx: Tx, ctx: Ctx, of: Prisma.Sql): Promise<number> {
  return tx.$executeRaw`
    WITH due AS (
      SELECT a.environment_id, a.id,
             CASE WHEN l.removed_at IS NOT NULL THEN 'revoked'
                  WHEN l.status <> 'valid' OR l.observed_at <= a.created_at THEN 'expired'
                  WHEN ${isOfVisit} THEN 'repaired' ELSE 'healed' END AS state,
             CASE WHEN l.removed_at IS NOT NULL THEN 'link_removed' END AS error_code,
             CASE WHEN l.removed_at IS NULL AND l.status = 'valid' AND l.observed_at > a.created_at THEN greatest(l.status_since, a.created_at) ELSE ${ctx.now()} END AS at
      FROM ${of}
    ), ended AS (
      UPDATE repair_address a SET state = due.state, error_code = due.error_code, settled_at = due.at
      FROM due WHERE a.environment_id = due.environment_id AND a.id = due.id
      RETURNING a.environment_id, a.id, a.campaign_id, a.link_id, a.state, a.error_code, a.settled_at
    )
    INSERT INTO repair_outcome (environment_id, address_id, campaign_id, link_id, kind, error_code, at)
    SELECT environment_id, id, campaign_id, link_id, state, error_code, settled_at FROM ended`
}

export type Ending = { addressId: string; state: AddressEnd; at: Date; errorCode?: string | null; sessionId?: string }

/** Of an address whose link has just been read as valid: whether a visit of it brought that. */
export async function endOfValid(
  tx: Tx,
  ctx: Ctx,
  { addressId }: { addressId: string },
): Promise<"repaired" | "healed"> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT FROM repair_address a JOIN link l ON l.environment_id = a.environment_id AND l.id = a.link_id
    WHERE a.environment_id = ${ctx.environment.id} AND a.id = ${addressId}::uuid AND ${isOfVisit}`
  return rows.length > 0 ? "repaired" : "healed"
}

/** Ends one address, once; who comes second changes nothing, but what was repaired did not expire. */
export async function endAddress(tx: Tx, ctx: Ctx, { addressId, state, at, ...why }: Ending): Promise<void> {
  const { errorCode = null, sessionId = null } = why
  const { count } = await tx.repairAddress.updateMany({
    where: {
      ...{ environmentId: ctx.environment.id, id: addressId },
      state: { in: state === "repaired" ? ["open", "expired"] : ["open"] },
    },
    data: { state, settledAt: at, errorCode },
  })
  if (count > 0) await insertOutcome(tx, ctx, { addressId, kind: state, at, errorCode, sessionId })
}

export type VisitEnding = { addressId: string; sessionId: string; kind: VisitEnd; at: Date; errorCode: string | null }

/** What a visit came to that did not repair the link. The address stays open for the next, while its time is not over. */
export async function endVisit(tx: Tx, ctx: Ctx, { kind, errorCode, ...visit }: VisitEnding): Promise<void> {
  const { count } = await tx.repairAddress.updateMany({
    where: { environmentId: ctx.environment.id, id: visit.addressId, state: { in: ["open", "expired"] } },
    data: { lastOutcome: kind, errorCode },
  })
  if (count > 0) await insertOutcome(tx, ctx, { ...visit, kind, errorCode })
}

type Outcome = {
  addressId: string
  kind: AddressEnd | VisitEnd | "opened" | "reopened" | "replaced"
  at: Date
  errorCode?: string | null
  sessionId?: string | null
}

/** So much is waited for what comes next, so that a campaign under way is measured once for many facts. */
const measuredAfterMs = 2_000

/** Appends one fact to what became of an address, and has the campaign that made it measured. */
export async function insertOutcome(
  tx: Tx,
  ctx: Ctx,
  { addressId, kind, at, errorCode = null, sessionId = null }: Outcome,
): Promise<void> {
  const session = sessionId === null ? Prisma.sql`NULL` : Prisma.sql`${sessionId}::uuid`
  const [row] = await tx.$queryRaw<{ isOfCampaign: boolean }[]>`
    INSERT INTO repair_outcome (environment_id, address_id, campaign_id, link_id, session_id, kind, error_code, at)
    SELECT environment_id, id, campaign_id, link_id, ${session}, ${kind}, ${errorCode}, ${at}
    FROM repair_address WHERE environment_id = ${ctx.environment.id} AND id = ${addressId}::uuid
    RETURNING campaign_id IS NOT NULL AS "isOfCampaign"`
  const startAfter = new Date(ctx.now().getTime() + measuredAfterMs)
  if (row?.isOfCampaign) await enqueue(tx, measureCampaigns, {}, { startAfter })
}
