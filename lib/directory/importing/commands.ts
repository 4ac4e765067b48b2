import type { Ctx } from "@/lib/ctx"
import { record, type Tx } from "@/lib/db"
import { carryOutImport, type Feed, type Outcome } from "@/lib/directory/engine/commands"
import { deadAfterMs } from "@/lib/directory/rules"
import type { BadRows, ImportMode, ImportSource } from "@/lib/directory/schema"
import { conflict } from "@/lib/errors"

export type NewImport = {
  source: ImportSource
  mode: ImportMode
  badRows: BadRows
  fileName?: string
  memberId?: string | null
}

/** One whole import of rows as they come; its row in the history is made before the first. Throws CONFLICT where another is under way. */
export async function importRows(
  ctx: Ctx,
  { feed, ...wanted }: NewImport & { feed: Feed },
): Promise<Outcome & { importId: string }> {
  const importId = await begin(ctx, wanted)
  const outcome = await carryOutImport(ctx, importId, feed)
  if (!outcome) throw conflict("directoryImportEnded")
  return { importId, ...outcome }
}

function begin(ctx: Ctx, { source, mode, badRows, fileName, memberId = null }: NewImport): Promise<string> {
  return record(ctx, "directory:write", async (tx) => {
    await refuseSecond(tx, ctx)
    const now = ctx.now()
    const { id } = await tx.directoryImport.create({
      data: {
        ...{ environmentId: ctx.environment.id, source, mode, badRows, memberId, fileName: fileName ?? null },
        ...{ state: "running", createdAt: now, startedAt: now, aliveAt: now },
      },
      select: { id: true },
    })
    return { result: id }
  })
}

// Any number; only that nobody else uses it.
const beginnersLock = 40_130

/** Throws CONFLICT where an import is queued or under way; one that has died is given up first. */
export async function refuseSecond(tx: Tx, ctx: Ctx): Promise<void> {
  const environmentId = ctx.environment.id
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(${beginnersLock}::integer, ${environmentId}::integer)::text`
  await tx.directoryImport.updateMany({
    where: { environmentId, state: "running", aliveAt: { lt: new Date(ctx.now().getTime() - deadAfterMs) } },
    data: { state: "failed", failure: "abandoned", finishedAt: ctx.now() },
  })
  const active = await tx.directoryImport.count({ where: { environmentId, state: { in: ["queued", "running"] } } })
  if (active > 0) throw conflict("directoryImportUnderway")
}
