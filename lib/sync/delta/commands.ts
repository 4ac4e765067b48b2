import { institutionName } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { nextSlice, readCursor, toCursor } from "@/lib/sync/delta/rules"
import { listCells, type Plan, toPlanned } from "@/lib/sync/windows/commands"
import { pagesFor, planWindows, requestsFor } from "@/lib/sync/windows/rules"
import { addDays, toDay } from "@/lib/time"

const brokenStatuses = ["invalid", "token_required", "unconfirmed"]
/** Of what the new links leave; the other half is for the rest. */
const brokenShare = 0.5

/**
 * What has appeared since yesterday, what is not valid, and the next slice of everything, in about as many requests as the
 * environment grants: slices go round, so nothing stays unread for long.
 */
export async function planDelta(ctx: Ctx): Promise<Plan> {
  const { requests, cursor } = await granted(ctx)
  const today = toDay(ctx.now())
  const since = addDays(today, -1)
  const cells = await listCells(ctx)
  const fresh = cells.reduce((sum, { day, links }) => (day < since ? sum : sum + links), 0)
  const left = Math.max(2, requests - pagesFor(fresh))
  const broken = planWindows(await listCells(ctx, { statuses: brokenStatuses }), { today, mayAsk: () => false })
  const brokenSlice = nextSlice(broken, cursor.broken, left * brokenShare)
  const older = planWindows(cells, { today, mayAsk: (name) => institutionName.safeParse(name).success }).filter(
    ({ from }) => from === null || from < since,
  )
  const restSlice = nextSlice(older, cursor.rest, left - requestsFor(brokenSlice.windows))
  return {
    windows: [
      { kind: "links", span: 0, from: since, before: null, institutions: [], statuses: [], expected: fresh },
      ...toPlanned(brokenSlice.windows, brokenStatuses),
      ...toPlanned(restSlice.windows),
    ],
    cursor: toCursor({ broken: brokenSlice.cursor, rest: restSlice.cursor }),
  }
}

/** How much a delta sweep may ask for, and where the last one ended. */
function granted(ctx: Ctx) {
  return read(ctx, "mirror:write", async (db) => {
    const { deltaRequests } = await db.environment.findUniqueOrThrow({
      where: { id: ctx.environment.id },
      select: { deltaRequests: true },
    })
    const last = await db.sweepRun.findFirst({
      where: { environmentId: ctx.environment.id, kind: "delta", state: "completed" },
      orderBy: { createdAt: "desc" },
      select: { cursor: true },
    })
    return { requests: deltaRequests, cursor: readCursor(last?.cursor ?? null) }
  })
}
