import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { keptForMs, waitsForMs } from "@/lib/directory/rules"

/** Files, refused rows and taken-out entries end after their days, and files that nobody imports after one; hashes and counts stay. */
export async function endDirectoryFiles(ctx: Ctx): Promise<number> {
  const now = ctx.now().getTime()
  const environmentId = ctx.environment.id
  const [kept, waited] = [new Date(now - keptForMs), new Date(now - waitsForMs)]
  const ids = await record(ctx, "housekeeping", async (tx) => {
    const rows = await tx.directoryImport.findMany({
      where: {
        ...{ environmentId, endedAt: null },
        OR: [
          { finishedAt: { lt: kept } },
          {
            state: { in: ["receiving", "received", "refused", "failed"] },
            createdAt: { lt: waited },
            finishedAt: null,
          },
        ],
      },
      select: { id: true },
      orderBy: { createdAt: "asc" },
      take: 100,
    })
    return { result: rows.map(({ id }) => id) }
  })
  for (const id of ids) await endOne(ctx, id)
  return ids.length
}

function endOne(ctx: Ctx, importId: string): Promise<void> {
  const environmentId = ctx.environment.id
  return record(ctx, "housekeeping", async (tx) => {
    await tx.directoryFile.deleteMany({ where: { environmentId, importId } })
    await tx.directoryRefusal.deleteMany({ where: { environmentId, importId } })
    await tx.directoryEntry.deleteMany({ where: { environmentId, removedBy: importId } })
    const ended = { endedAt: ctx.now(), fileName: null }
    await tx.directoryImport.updateMany({ where: { environmentId, id: importId }, data: ended })
    await tx.directoryImport.updateMany({
      where: { environmentId, id: importId, state: { in: ["receiving", "received"] } },
      data: { state: "cancelled", finishedAt: ctx.now() },
    })
    return { result: undefined }
  })
}
