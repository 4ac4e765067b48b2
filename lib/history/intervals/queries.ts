import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { type Interval, type StatusEvent, toIntervals } from "@/lib/history/intervals/rules"
import { getLink } from "@/lib/links/queries"
import { startOfDay, toDay } from "@/lib/time"

/** What the link was, from its creation to now. Throws NOT_FOUND. */
export function listIntervals(ctx: Ctx, { linkId }: { linkId: string }): Promise<Interval[]> {
  return read(ctx, "links:read", async (db) => {
    const { link } = await getLink(ctx, linkId)
    const events = await db.$queryRaw<StatusEvent[]>`
      SELECT at, kind, after FROM link_event
      WHERE environment_id = ${ctx.environment.id} AND link_id = ${link.id}::uuid AND kind IN ('appeared', 'returned', 'status', 'removed')
      ORDER BY at, id`
    const firstDay = await db.recordedDay.findFirst({
      where: { environmentId: ctx.environment.id },
      orderBy: { day: "asc" },
    })
    // Before the first complete sweep, charts and past lists know nothing either.
    const recordedFrom = firstDay && startOfDay(toDay(firstDay.day))
    const knownFrom = recordedFrom && (recordedFrom > link.firstSeenAt ? recordedFrom : link.firstSeenAt)
    return toIntervals({ createdAt: link.createdAt, knownFrom, events, now: ctx.now() })
  })
}
