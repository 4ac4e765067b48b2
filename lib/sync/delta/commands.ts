import { word } from "@/lib/belvo/patterns"
import { linkStatuses } from "@/lib/belvo/schema"
import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { nextSlice, readCursor, toCursor } from "@/lib/sync/delta/rules"
import { listCells, type Plan, toPlanned } from "@/lib/sync/windows/commands"
import { totalOf } from "@/lib/sync/windows/days/rules"
import { pagesFor } from "@/lib/sync/windows/pages/rules"
import { type Cell, planWindows, recentFrom, requestsFor, type Window } from "@/lib/sync/windows/rules"
import { addDays, type Day, toDay } from "@/lib/time"

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
  const since = recentFrom(today)
  const cells = await listCells(ctx)
  const freshSlice = nextSlice(planFresh(cells, { since, requests }), cursor.fresh, requests * freshShare)
  const left = Math.max(2, requests - requestsFor(freshSlice.windows))
  const brokenCells = cells.filter(({ broken }) => broken > 0).map((cell) => ({ ...cell, links: cell.broken }))
  const brokenSlice = nextSlice(planWindows(brokenCells, today), cursor.broken, left * brokenShare)
  const older = planWindows(cells, today).filter(({ from }) => from === null || from < since)
  const restSlice = nextSlice(older, cursor.rest, left - requestsFor(brokenSlice.windows))
  return {
    windows: [
      ...toPlanned(freshSlice.windows),
      ...toPlanned(brokenSlice.windows, await listBroken(ctx)),
      ...toPlanned(restSlice.windows),
    ],
    cursor: toCursor({ fresh: freshSlice.cursor, broken: brokenSlice.cursor, rest: restSlice.cursor }),
  }
}

/** One window, or, on a day that brings more than the grant bears, several that take their turns. */
function planFresh(cells: readonly Cell[], { since, requests }: { since: Day; requests: number }): Window[] {
  const fresh = cells.filter(({ day }) => day >= since)
  const links = totalOf(fresh)
  if (pagesFor(links) <= requests * freshShare) {
    return [{ group: 0, from: since, before: null, institutions: null, expected: links }]
  }
  const windows = planWindows(fresh, addDays(since, 1))
  return windows.map((window) => ({ ...window, from: window.from ?? since }))
}

/** Every status but `valid`: those that Belvo documents, and those that the mirror has met. */
function listBroken(ctx: Ctx): Promise<string[]> {
  return read(ctx, "mirror:write", async (db) => {
    // From one status to the next by their index: there are few of them, and many links.
    const met = await db.$queryRaw<{ status: string }[]>`
      WITH RECURSIVE met AS (
        (SELECT status FROM link WHERE environment_id = ${ctx.environment.id} AND removed_at IS NULL ORDER BY status LIMIT 1)
        UNION ALL
        SELECT (SELECT l.status FROM link l WHERE l.environment_id = ${ctx.environment.id} AND l.removed_at IS NULL AND l.status > met.status
          ORDER BY l.status LIMIT 1) FROM met WHERE met.status IS NOT NULL
      )
      SELECT status FROM met WHERE status IS NOT NULL`
    const all = new Set([...linkStatuses, ...met.map(({ status }) => status)])
    return [...all].filter((status) => status !== "valid" && word.safeParse(status).success)
  })
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
