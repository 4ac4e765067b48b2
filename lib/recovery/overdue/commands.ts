import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { settleConnecting } from "@/lib/recovery/connecting/settling/commands"
import { patienceMs } from "@/lib/recovery/rules"
import { settleSession } from "@/lib/recovery/settling/commands"

/** So many at most in one run; the next comes a minute later. */
const mostSettled = 200

/** Settles sessions that are open long past their time, where Belvo was away for the last look. Asks Belvo nothing; answers how many. */
export async function settleOverdue(ctx: Ctx, { signal }: { signal: AbortSignal }): Promise<number> {
  const before = new Date(ctx.now().getTime() - patienceMs)
  const overdue = await read(ctx, "sessions:settle", (db) =>
    db.repairSession.findMany({
      // Opened earlier still: said for the index.
      where: {
        environmentId: ctx.environment.id,
        state: "open",
        openedAt: { lte: before },
        expiresAt: { lte: before },
      },
      orderBy: { openedAt: "asc" },
      select: { id: true, mode: true },
      take: mostSettled,
    }),
  )
  for (const { id: sessionId, mode } of overdue) {
    signal.throwIfAborted()
    await (mode === "create" ? settleConnecting(ctx, { sessionId }) : settleSession(ctx, { sessionId }))
  }
  return overdue.length
}
