import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { countDirectory, enterDirectory } from "@/lib/directory/engine/staging/commands"
import { refuseSecond } from "@/lib/directory/importing/commands"
import { isUndoable } from "@/lib/directory/rules"
import { type ImportInput, importStates } from "@/lib/directory/schema"
import { conflict, notFound } from "@/lib/errors"
import { minuteMs } from "@/lib/time"

export type Undone = {
  /** Entries that it had brought in. */
  removed: number
  /** Entries that it had taken out. */
  restored: number
}

/** Takes back what an import changed, as long as nothing was changed after it; its row in the history stays. Throws NOT_FOUND and CONFLICT. */
export function undoImport(ctx: Ctx, { importId }: ImportInput): Promise<Undone> {
  const environmentId = ctx.environment.id
  return write(
    ctx,
    "directory:import",
    async (tx) => {
      await refuseSecond(tx, ctx)
      await enterDirectory(tx, environmentId)
      await expectUndoable(tx, environmentId, importId)
      const { count: removed } = await tx.directoryEntry.deleteMany({ where: { environmentId, importId } })
      const { count: restored } = await tx.directoryEntry.updateMany({
        where: { environmentId, removedBy: importId },
        data: { removedBy: null },
      })
      const undoneBy = ctx.actor.kind === "member" ? ctx.actor.id : null
      await tx.directoryImport.updateMany({
        where: { environmentId, id: importId },
        data: { state: "undone", undoneAt: ctx.now(), undoneBy },
      })
      await countDirectory(tx, environmentId, ctx.now())
      const result = { removed, restored }
      return {
        result,
        audit: { action: "directory.import_undone", entity: "directory_import", entityId: importId, after: result },
      }
    },
    { timeoutMs: 10 * minuteMs },
  )
}

async function expectUndoable(tx: Tx, environmentId: number, id: string): Promise<void> {
  const found = await tx.directoryImport.findFirst({ where: { environmentId, id } })
  if (!found) throw notFound()
  const later = await tx.directoryImport.count({
    where: {
      ...{ environmentId, state: "done", id: { not: id }, finishedAt: { gte: found.finishedAt ?? found.createdAt } },
      OR: [{ imported: { gt: 0 } }, { removed: { gt: 0 } }],
    },
  })
  const state = importStates.find((one) => one === found.state) ?? "failed"
  if (!isUndoable({ ...found, state }, later > 0, false)) throw conflict("directoryImportNotUndoable")
}
