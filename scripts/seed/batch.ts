import { confirmBatch, createBatch } from "@/lib/batches/commands"
import { runBatch } from "@/lib/batches/running/commands"
import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { requestRefresh } from "@/lib/refreshes/commands"
import { minuteMs } from "@/lib/time"
import { asSystem, type Stage } from "@/scripts/seed/stage"

const links = 20

/** An engineer refreshes what works; one of them was refreshed just before, and what is broken is left out. */
export async function playBatch({ ctx, setClock }: Stage, engineer: Ctx, { at }: { at: Date }): Promise<void> {
  const ids = await listSome(ctx)
  const [first] = ids
  if (!first) return
  setClock(at)
  await requestRefresh(engineer, { linkId: first })
  setClock(new Date(at.getTime() + 2 * minuteMs))
  const { id: batchId } = await createBatch(engineer, { deed: { kind: "refresh" }, selection: { kind: "links", ids } })
  setClock(new Date(at.getTime() + 3 * minuteMs))
  await confirmBatch(engineer, { batchId, confirmation: "" })
  const machine = asSystem(ctx, "system:job", ["links:refresh", "batches:carry-out", "keys:open"])
  await runBatch(machine, { batchId, signal: new AbortController().signal })
}

/** Of the valid and of the invalid ones, as a filter by bank would give them. */
function listSome(ctx: Ctx): Promise<string[]> {
  return read(ctx, "links:read", async (db) => {
    const of = (status: string, take: number) =>
      db.link.findMany({
        where: { status, removedAt: null },
        orderBy: [{ createdAt: "desc" }, { id: "asc" }],
        select: { id: true },
        take,
      })
    const [valid, invalid] = await Promise.all([of("valid", links), of("invalid", 3)])
    return [...valid, ...invalid].map(({ id }) => id)
  })
}
