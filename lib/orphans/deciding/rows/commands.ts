import type { Ctx } from "@/lib/ctx"
import type { Tx } from "@/lib/db"
import type { OrphanReason, OrphanState } from "@/lib/orphans/schema"

export type Held = {
  linkId: string
  reason: OrphanReason
  matchedExternalId: string | null
  status: string
  state: OrphanState
  exported: boolean
  /** The decision about many that it was part of. */
  bulkId: string | null
}

/** Held until the end, by id, so that of two who decide the same the second sees what the first did. */
export function lockOrphans(tx: Tx, { environment }: Ctx, ids: readonly string[]): Promise<Held[]> {
  return tx.$queryRaw<Held[]>`
    SELECT o.link_id::text AS "linkId", o.reason, o.matched_external_id AS "matchedExternalId", o.status, o.state,
      d.export_id IS NOT NULL AS exported, d.bulk_id::text AS "bulkId"
    FROM orphan o LEFT JOIN orphan_decision d ON d.environment_id = o.environment_id AND d.id = o.decision_id
    WHERE o.environment_id = ${environment.id} AND o.link_id = ANY (${[...ids]}::uuid[])
    ORDER BY o.link_id FOR UPDATE OF o`
}

export type Decision = {
  kind: "adopt" | "ask" | "ignore"
  memberId: string
  bulkId?: string
  basis?: OrphanReason | "typed"
  note?: string | null
  until?: Date | null
  links: readonly { linkId: string; externalId?: string | null }[]
}
const stateOf = { adopt: "adopted", ask: "asked", ignore: "ignored" } as const satisfies Record<string, OrphanState>

/** Of links whose rows are held. */
export async function decide(tx: Tx, ctx: Ctx, { links, kind, ...decision }: Decision): Promise<void> {
  if (links.length === 0) return
  const environmentId = ctx.environment.id
  const { memberId, bulkId = null, basis = null, note = null, until = null } = decision
  const rows = links.map(({ linkId, externalId }) => ({ linkId, externalId: kind === "adopt" ? externalId : null }))
  await tx.$executeRaw`
    WITH made AS (
      INSERT INTO orphan_decision (environment_id, link_id, kind, external_id, basis, note, until, decided_by, decided_at, bulk_id)
      SELECT ${environmentId}, n."linkId", ${kind}, n."externalId", ${basis}, ${note}, ${until}::timestamptz,
        ${memberId}::uuid, ${ctx.now()}::timestamptz, ${bulkId}::uuid
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n ("linkId" uuid, "externalId" text)
      RETURNING id, link_id)
    UPDATE orphan o SET state = ${stateOf[kind]}, decision_id = made.id FROM made
    WHERE o.environment_id = ${environmentId} AND o.link_id = made.link_id`
}

/** Of links whose rows are held; answers of how many. Fewer where a file that was made at the same moment has taken one of them along. */
export async function reopen(tx: Tx, ctx: Ctx, linkIds: readonly string[]): Promise<number> {
  const environmentId = ctx.environment.id
  // In the order in which a file takes them along.
  const held = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM orphan_decision
    WHERE environment_id = ${environmentId} AND link_id = ANY (${[...linkIds]}::uuid[]) AND closed_at IS NULL AND export_id IS NULL
    ORDER BY link_id FOR UPDATE`
  const { count } = await tx.orphanDecision.updateMany({
    where: { environmentId, id: { in: held.map(({ id }) => id) } },
    data: { closedAt: ctx.now(), closedAs: "undone" },
  })
  await tx.orphan.updateMany({
    where: { environmentId, linkId: { in: [...linkIds] } },
    data: { state: "open", decisionId: null },
  })
  return count
}
