import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { recordDay } from "@/lib/history/commands"
import { confirmGone, rereadLinks } from "@/lib/mirror/commands"
import { insertRun } from "@/lib/sync/runs/commands"
import { runSweep } from "@/lib/sync/sweep/commands"
import { type Day, hourMs, toDay } from "@/lib/time"
import type { Change } from "@/simulator/worlds/history"
import type { World } from "@/simulator/worlds/world"

export type Play = {
  ctx: Ctx
  world: World
  /** Sets the one clock of product and simulator. */
  setClock: (at: Date) => void
  /** A sweep at the end of each so many days, and of the last; what changes on the days between is told by webhooks. */
  sweepEveryDays: number
  /** What people do on a day before Belvo's own changes of it; `left` days are to be played, this one counted. */
  people?: (date: string, left: number) => Promise<void>
  progress: (done: number, total: number) => void
}

const wholeDaysFrom = 2
const rereadAtOnce = 150
/** Of a day long past: nobody will ask at which hour it was. */
const quarterMs = 6 * hourMs

/**
 * Ninety days as the product would have seen them: a sweep at the end of a day finds what changed. The last days are played hour
 * by hour with Belvo's webhooks, so that what broke today broke at its own time; so are those that end without a sweep.
 */
export async function playHistory({ ctx, world, setClock, sweepEveryDays, people, progress }: Play): Promise<void> {
  const days = world.daysToPlay
  for (const [index, date] of days.entries()) {
    const left = days.length - index
    await people?.(date, left)
    const { end, changes } = world.playDay(date)
    const isSwept = left === 1 || index % sweepEveryDays === 0
    if (left <= wholeDaysFrom || !isSwept)
      await playHours(ctx, [...changes()], { setClock, atOnce: left <= wholeDaysFrom ? hourMs : quarterMs })
    setClock(end)
    if (isSwept) await sweep(ctx)
    else await noteDay(ctx, toDay(end))
    progress(index + 1, days.length)
  }
}

type Telling = Pick<Play, "setClock"> & { atOnce: number }

async function playHours(ctx: Ctx, changes: readonly Change[], { setClock, atOnce }: Telling): Promise<void> {
  const hours = Map.groupBy(changes, ({ at }) => Math.floor(at.getTime() / atOnce))
  for (const hour of [...hours.keys()].toSorted((a, b) => a - b)) {
    const within = hours.get(hour) ?? []
    const latest = within.at(-1)
    if (!latest) continue
    setClock(latest.at)
    const why = { priority: "webhook", cause: "webhook" } as const
    const linkIds = [...new Set(within.map(({ linkId }) => linkId))]
    for (let at = 0; at < linkIds.length; at += rereadAtOnce) {
      const { missing } = await rereadLinks(ctx, { ...why, linkIds: linkIds.slice(at, at + rereadAtOnce) })
      for (const linkId of missing) await confirmGone(ctx, { ...why, linkId })
    }
  }
}

/** Webhooks told all that changed, which at Belvo they need not: the day is as well known as by a sweep, without its time. */
async function noteDay(ctx: Ctx, date: Day): Promise<void> {
  await record(ctx, "mirror:write", async (tx) => ({ result: await recordDay(tx, ctx.environment.id, date) }))
}

async function sweep(ctx: Ctx): Promise<void> {
  await record(ctx, "mirror:write", async (tx) => ({ result: await insertRun(tx, ctx, { cause: "schedule" }) }))
  const ended = await runSweep(ctx, { signal: new AbortController().signal })
  if (ended?.state !== "completed") throw new Error(`The sweep of ${ctx.now().toISOString()} ended ${ended?.state}`)
}
