import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { getRecoveries } from "@/lib/history/recoveries/queries"
import { countOpen, shareRecovered } from "@/lib/history/recoveries/rules"
import type { Recoveries } from "@/lib/history/recoveries/schema"
import { causes } from "@/lib/history/schema"
import { dayMs, hourMs } from "@/lib/time"
import type { Prisma } from "@/prisma/generated/client"
import { testWorld, type World } from "@/test/world"

const now = new Date("2026-03-14T12:00:00Z")
const institutions = ["erebor_mx_retail", "gringotts_br_retail"] as const

type Step = { hoursAgo: number; to: string; cause: string }
type Life = { linkId: string; institution: string; steps: readonly Step[] }

const step = fc.record({
  hoursAgo: fc.integer({ min: 0, max: 24 * 45 }),
  to: fc.constantFrom("valid", "invalid", "token_required", "removed", "valid"),
  cause: fc.constantFrom(...causes),
})
const life = fc.record({
  linkId: fc.uuid(),
  institution: fc.constantFrom(...institutions),
  steps: fc
    .uniqueArray(step, { maxLength: 8, selector: ({ hoursAgo }) => hoursAgo })
    .map((steps) => steps.toSorted((a, b) => b.hoursAgo - a.hoursAgo)),
})

const at = ({ hoursAgo }: Step) => new Date(now.getTime() - hoursAgo * hourMs)

/** As the mirror writes them: what does not change is no event, and what is gone comes back before it changes. */
function eventsOf({ linkId, institution, steps }: Life, environmentId: number): Prisma.LinkEventCreateManyInput[] {
  let status = "valid"
  let gone = false
  return steps.flatMap((one): Prisma.LinkEventCreateManyInput[] => {
    const common = { environmentId, at: at(one), linkId, institution, cause: one.cause }
    if (one.to === "removed") {
      if (gone) return []
      gone = true
      return [{ ...common, kind: "removed", before: status }]
    }
    const back = gone ? [{ ...common, kind: "returned", after: one.to }] : []
    gone = false
    const before = status
    status = one.to
    return before === one.to ? back : [...back, { ...common, kind: "status", before, after: one.to }]
  })
}

type Loss = { institution: string; end: "open" | "removed" | "recovered"; cause: string | null; ms: number | null }

/** The same question, answered link by link. */
const lossesOf = (lives: readonly Life[], days: number): Loss[] =>
  lives.flatMap(({ institution, steps }) =>
    steps.flatMap((one, index): Loss[] => {
      const before = steps.slice(0, index).findLast(({ to }) => to !== "removed")?.to ?? "valid"
      const isLoss = before === "valid" && one.to !== "valid" && one.to !== "removed"
      if (!isLoss || at(one).getTime() <= now.getTime() - days * dayMs) return []
      const end = steps.slice(index + 1).find(({ to }) => to === "valid" || to === "removed")
      if (end?.to !== "valid") return [{ institution, end: end ? "removed" : "open", cause: null, ms: null }]
      return [{ institution, end: "recovered", cause: end.cause, ms: at(end).getTime() - at(one).getTime() }]
    }),
  )

/** Between the two values that it lies between. */
function percentile(sorted: readonly number[], part: number): number | null {
  const place = (sorted.length - 1) * part
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place))
}

function summed(losses: readonly Loss[]): Recoveries {
  const ms = losses.flatMap((one) => one.ms ?? []).toSorted((a, b) => a - b)
  return {
    lost: losses.length,
    recovered: ms.length,
    removed: losses.filter(({ end }) => end === "removed").length,
    medianMs: percentile(ms, 0.5),
    p90Ms: percentile(ms, 0.9),
  }
}

const rounded = (value: number | null) => (value === null ? null : Math.round(value))
const tidy = <R extends Pick<Recoveries, "medianMs" | "p90Ms">>(row: R) => ({
  ...row,
  medianMs: rounded(row.medianMs),
  p90Ms: rounded(row.p90Ms),
})

async function addLives({ ctx, db }: World, lives: readonly Life[]): Promise<void> {
  for (const one of lives) await db.linkEvent.createMany({ data: eventsOf(one, ctx.environment.id) })
}

describe("getRecoveries", () => {
  it.each([
    ["7", 1],
    ["30", 2],
    ["90", 3],
  ] as const)("sums up for %s days what a replay of every link finds", async (days, seed) => {
    const world = await testWorld({ role: "viewer", now })
    const [lives = []] = fc.sample(fc.array(life, { minLength: 40, maxLength: 60 }), { numRuns: 1, seed })
    await addLives(world, lives)
    const losses = lossesOf(lives, Number(days))

    const report = await getRecoveries(world.ctx, { days })

    expect(losses.length).toBeGreaterThan(5)
    expect(tidy(report.all)).toEqual(tidy(summed(losses)))
    for (const { institution, displayName, ...row } of report.institutions) {
      expect(displayName).toBeNull()
      expect(tidy(row)).toEqual(tidy(summed(losses.filter((one) => one.institution === institution))))
    }
    expect(report.institutions.reduce((sum, { lost }) => sum + lost, 0)).toBe(losses.length)
    for (const { cause, ...row } of report.causes) {
      const { recovered, medianMs, p90Ms } = summed(losses.filter((one) => one.cause === cause))
      expect(tidy(row)).toEqual(tidy({ recovered, medianMs, p90Ms }))
    }
    expect(report.causes.reduce((sum, { recovered }) => sum + recovered, 0)).toBe(report.all.recovered)
  })

  it("takes the way over another broken status for one loss, and what is still broken for not recovered", async () => {
    const world = await testWorld({ role: "viewer", now })
    const steps = (...of: readonly (readonly [number, string])[]): Step[] =>
      of.map(([hoursAgo, to]) => ({ hoursAgo, to, cause: "webhook" }))
    const lifeOf = (...of: readonly Step[]): Life => ({
      linkId: crypto.randomUUID(),
      institution: institutions[0],
      steps: of,
    })
    await addLives(world, [
      lifeOf(...steps([20, "invalid"], [10, "token_required"], [8, "valid"])),
      lifeOf(...steps([20, "invalid"])),
      lifeOf(...steps([20, "invalid"], [5, "removed"])),
    ])
    const { all, causes: by } = await getRecoveries(world.ctx, { days: "7" })
    expect(all).toEqual({ lost: 3, recovered: 1, removed: 1, medianMs: 12 * hourMs, p90Ms: 12 * hourMs })
    expect([shareRecovered(all), countOpen(all)]).toEqual([0.5, 1])
    expect(by).toEqual([{ cause: "webhook", recovered: 1, medianMs: 12 * hourMs, p90Ms: 12 * hourMs }])
  })

  it("says of an environment without losses that there were none", async () => {
    const { ctx } = await testWorld({ role: "viewer", now })
    const { all, institutions: by, causes: of } = await getRecoveries(ctx, { days: "90" })
    expect([all.lost, shareRecovered(all), by, of]).toEqual([0, null, [], []])
  })
})
