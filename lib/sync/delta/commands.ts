import { institutionName } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { nextSlice, readCursor, toCursor } from "@/lib/sync/delta/rules"
import { listCells, type Plan, toPlanned } from "@/lib/sync/windows/commands"
import { type Cell, pagesFor, planWindows, requestsFor, type Window } from "@/lib/sync/windows/rules"
import { addDays, type Day, toDay } from "@/lib/time"

const brokenStatuses = ["invalid", "token_required", "unconfirmed"]
/** At most so much of the grant is for new links. */
const freshShare = 0.5
/** Of what they leave; the other half is for the rest. */
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
  const freshSlice = nextSlice(planFresh(cells, { since, requests }), cursor.fresh, requests * freshShare)
  const left = Math.max(2, requests - requestsFor(freshSlice.windows))
  const broken = planWindows(await listCells(ctx, { statuses: brokenStatuses }), { today, mayAsk: () => false })
  const brokenSlice = nextSlice(broken, cursor.broken, left * brokenShare)
  const older = planWindows(cells, { today, mayAsk }).filter(({ from }) => from === null || from < since)
  const restSlice = nextSlice(older, cursor.rest, left - requestsFor(brokenSlice.windows))
  return {
    windows: [
      ...toPlanned(freshSlice.windows),
      ...toPlanned(brokenSlice.windows, brokenStatuses),
      ...toPlanned(restSlice.windows),
    ],
    cursor: toCursor({ fresh: freshSlice.cursor, broken: brokenSlice.cursor, rest: restSlice.cursor }),
  }
}

const mayAsk = (name: string): boolean => institutionName.safeParse(name).success

/** One window, or, on a day that brings more than the grant bears, several that take their turns. */
function planFresh(cells: readonly Cell[], { since, requests }: { since: Day; requests: number }): Window[] {
  const fresh = cells.filter(({ day }) => day >= since)
  const links = fresh.reduce((sum, cell) => sum + cell.links, 0)
  if (pagesFor(links) <= requests * freshShare) {
    return [{ group: 0, from: since, before: null, institutions: null, expected: links }]
  }
  const windows = planWindows(fresh, { today: addDays(since, 1), mayAsk })
  return windows.map((window) => ({ ...window, from: window.from ?? since }))
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
