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
      const rows = await tx.$executeRaw`
        UPDATE orphan_decision SET export_id = ${id}::uuid
        WHERE environment_id = ${environment.id} AND kind = 'adopt' AND export_id IS NULL AND closed_at IS NULL`
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
