import type { AuditEntry } from "@/lib/audit-chain"
import { record, type Tx } from "@/lib/db"
import { certify } from "@/lib/deletions/certificate/commands"
import { keyOf } from "@/lib/deletions/requests/moving/commands"
import type { Run } from "@/lib/deletions/running/rules"

/** With its certificate, in one transaction; whose hash goes into the audit chain. Where something is to be done again, nothing happens. */
export async function endRequest({ ctx, requestId, holder }: Run): Promise<void> {
  const of = { environmentId: ctx.environment.id, requestId }
  await record(
    ctx,
    "deletions:carry-out",
    async (tx) => {
      const [row] = await tx.$queryRaw<{ source: string }[]>`
        SELECT source FROM deletion_request WHERE environment_id = ${of.environmentId} AND id = ${requestId}::uuid
          AND state = 'running' AND holder = ${holder}::uuid FOR UPDATE`
      const left = await tx.deletion.count({ where: { ...of, state: { in: ["requested", "sent", "accepted"] } } })
      if (!row || left > 0) return { result: undefined }
      const endedAt = ctx.now()
      const { header, sha256, counts } = await certify(tx, ctx, { requestId, endedAt })
      await tx.deletionRequest.update({
        where: keyOf(ctx, requestId),
        data: { state: "done", endedAt, certificate: header, sha256, holder: null },
      })
      const after = { requestId, ...counts, sha256: sha256.toString("hex") }
      return { result: undefined, audit: { ...(await entityOf(tx, of)), after } }
    },
    { timeoutMs: 300_000 },
  )
}

/** Of one link it stands in that link's history, too. */
async function entityOf(
  tx: Tx,
  of: { environmentId: number; requestId: string },
): Promise<Pick<AuditEntry, "action" | "entity" | "entityId">> {
  const some = await tx.deletion.findMany({ where: of, select: { linkId: true }, take: 2 })
  const [only] = some
  if (only && some.length === 1) return { action: "deletion.settled", entity: "link", entityId: only.linkId }
  return { action: "deletion.ended", entity: "deletion", entityId: of.requestId }
}
