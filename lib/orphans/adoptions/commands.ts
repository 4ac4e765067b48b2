import { randomUUID } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { conflict, forbidden } from "@/lib/errors"
import { minuteMs } from "@/lib/time"

/** Puts what was adopted since the last file into the next one, for good. Throws CONFLICT where there is nothing. */
export function exportAdoptions(ctx: Ctx): Promise<{ id: string; rows: number }> {
  const { actor, environment } = ctx
  return write(
    ctx,
    "exports:machine",
    async (tx) => {
      if (actor.kind !== "member") throw forbidden("exports:machine")
      const id = randomUUID()
      // In the order in which who takes some of them back holds them.
      const rows = await tx.$executeRaw`
        WITH held AS MATERIALIZED (
          SELECT environment_id, id FROM orphan_decision
          WHERE environment_id = ${environment.id} AND kind = 'adopt' AND export_id IS NULL AND closed_at IS NULL
          ORDER BY link_id FOR UPDATE)
        UPDATE orphan_decision d SET export_id = ${id}::uuid FROM held
        WHERE (d.environment_id, d.id) = (held.environment_id, held.id)`
      if (rows === 0) throw conflict("orphan.nothingToExport")
      const made = { environmentId: environment.id, id, createdAt: ctx.now(), memberId: actor.id, rows }
      await tx.adoptionExport.create({ data: made })
      return {
        result: { id, rows },
        audit: { action: "adoptions.exported", entity: "adoption_export", entityId: id, after: { rows } },
      }
    },
    { timeoutMs: 5 * minuteMs },
  )
}
