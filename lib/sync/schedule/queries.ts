import { usable } from "@/lib/budget"
import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { costOf, type Load, type Schedule } from "@/lib/environments/schedule/rules"
import { countByStatus } from "@/lib/history/trends/queries"

/** What an environment's schedule has to bear, and the one that it has. */
export type ScheduledLoad = Load & { slug: string; schedule: Schedule }

/** Of all environments. `usablePer30s` is what the schedules of others at the same Belvo host leave of its limit. */
export async function listLoads(ctx: Ctx): Promise<ScheduledLoad[]> {
  const rows = await read(ctx, "environments:manage", (db) =>
    db.environment.findMany({ select: scheduled, orderBy: { id: "asc" } }),
  )
  const limit = usable(ctx.env.belvoRequestsPer30s)
  const alone: (ScheduledLoad & { host: string })[] = []
  for (const { id, slug, kind, baseUrl, ...schedule } of rows) {
    const there = { id, slug, kind: kind === "production" ? "production" : "sandbox" } as const
    const counts = await countByStatus({ ...ctx, environment: there })
    const links = counts.reduce((sum, count) => sum + count.links, 0)
    const broken = counts.reduce((sum, count) => (count.status === "valid" ? sum : sum + count.links), 0)
    alone.push({ slug, schedule, links, broken, usablePer30s: limit, host: new URL(baseUrl).host })
  }
  return alone.map(({ host, ...one }) => {
    const others = alone.filter((other) => other.host === host && other.slug !== one.slug)
    const theirs = others.reduce((sum, other) => sum + costOf(other.schedule, other).requestsPerHour, 0)
    return { ...one, usablePer30s: Math.max(1, limit - Math.ceil(theirs / periodsPerHour)) }
  })
}

const periodsPerHour = 120
const scheduled = {
  ...{ id: true, slug: true, kind: true, baseUrl: true },
  ...{ sweepEveryMinutes: true, deltaEveryMinutes: true, deltaRequests: true },
} as const
