import { describe, expect, it } from "vitest"
import { listIncidents } from "@/lib/history/incidents/queries"
import { countByInstitution, countByStatus, getTrend } from "@/lib/history/trends/queries"
import { trendParams } from "@/lib/history/trends/schema"
import { startOfDay } from "@/lib/time"
import { testWorld, type World } from "@/test/world"

type Cell = readonly [
  day: "2026-02-01" | "2026-02-28" | "2026-03-01",
  institution: string,
  accessMode: string,
  status: string,
  delta: number,
]
const cells: readonly Cell[] = [
  ["2026-02-01", "erebor_mx_retail", "recurrent", "valid", 10],
  ["2026-02-28", "erebor_mx_retail", "recurrent", "valid", -4],
  ["2026-02-28", "erebor_mx_retail", "recurrent", "invalid", 4],
  ["2026-03-01", "gringotts_br_retail", "single", "valid", 3],
]

async function counted(now = "2026-03-02T12:00:00Z"): Promise<World> {
  const world = await testWorld({ role: "viewer", now })
  const environmentId = world.ctx.environment.id
  const data = cells.map(([day, institution, accessMode, status, delta]) => ({
    environmentId,
    day: startOfDay(day),
    institution,
    accessMode,
    status,
    delta,
  }))
  await world.db.linkCountDelta.createMany({ data })
  const days = ["2026-02-28", "2026-03-02"] as const
  await world.db.recordedDay.createMany({ data: days.map((day) => ({ environmentId, day: startOfDay(day) })) })
  return world
}

describe("getTrend", () => {
  it("adds up what changed before the range and in it, with gaps where nothing was recorded", async () => {
    const { ctx } = await counted()
    const trend = await getTrend(ctx, trendParams.parse({ days: "7" }))
    expect(trend.statuses).toEqual(["invalid", "valid"])
    expect(trend.days.map(({ day, counts }) => [day.slice(5), counts])).toEqual([
      ["02-24", null],
      ["02-25", null],
      ["02-26", null],
      ["02-27", null],
      ["02-28", { valid: 6, invalid: 4 }],
      ["03-01", null],
      ["03-02", { valid: 9, invalid: 4 }],
    ])
  })

  it("narrows to institutions and an access mode", async () => {
    const { ctx } = await counted()
    const last = async (raw: Record<string, string>) =>
      (await getTrend(ctx, trendParams.parse(raw))).days.at(-1)?.counts
    expect(await last({ institution: "erebor_mx_retail" })).toEqual({ valid: 6, invalid: 4 })
    expect(await last({ accessMode: "single" })).toEqual({ valid: 3 })
    expect(await last({ institution: "nobody_mx_retail" })).toEqual({})
  })

  it("shows another environment nothing", async () => {
    const { elsewhere } = await counted()
    expect((await getTrend(await elsewhere(), trendParams.parse({}))).statuses).toEqual([])
  })
})

describe("counts of today", () => {
  it("compares each status with a day and a week ago", async () => {
    const { ctx } = await counted("2026-03-01T12:00:00Z")
    expect(await countByStatus(ctx)).toEqual([
      { status: "valid", links: 9, dayAgo: 6, weekAgo: 10 },
      { status: "invalid", links: 4, dayAgo: 4, weekAgo: 0 },
    ])
  })

  it("ranks institutions by links, with those that do not work", async () => {
    const { ctx } = await counted()
    expect(await countByInstitution(ctx, { limit: 1 })).toEqual([
      { institution: "erebor_mx_retail", displayName: null, links: 10, broken: 4 },
    ])
  })
})

describe("listIncidents", () => {
  const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 2, 2, hour, minute))

  it("names the bank that broke today, since when, and how many links have not recovered", async () => {
    const world = await testWorld({ role: "viewer", now: "2026-03-02T12:00:00Z" })
    await lose(world, { status: "valid", times: [0, 1, 2, 3, 4].map((minute) => [at(9, minute)]) })
    await lose(world, { status: "invalid", times: Array.from({ length: 20 }, (_, i) => [at(9, 5 + i)]) })
    expect(await listIncidents(world.ctx)).toEqual([
      {
        institution: "erebor_mx_retail",
        displayName: null,
        verdict: "incident",
        lost: 25,
        norm: 0,
        since: at(9),
        links: 25,
        stillBroken: 20,
      },
    ])
  })

  it("counts each link that it opens once: not what broke before it began, not what is gone", async () => {
    const world = await testWorld({ role: "viewer", now: "2026-03-02T12:00:00Z" })
    await lose(world, { status: "invalid", times: [[at(2)]] })
    await lose(world, { status: "invalid", times: Array.from({ length: 20 }, () => [at(9), at(10)]) })
    await lose(world, { status: "valid", removedAt: at(11), times: [[at(9)], [at(9)]] })
    const [incident] = await listIncidents(world.ctx)
    expect(incident).toMatchObject({ lost: 43, since: at(9), links: 20, stillBroken: 20 })
  })
})

type Lost = { status: string; removedAt?: Date; times: readonly (readonly Date[])[] }

/** A link for each entry, which left valid at each of its times. */
async function lose({ ctx, db }: World, { status, removedAt, times }: Lost) {
  const environmentId = ctx.environment.id
  const institution = "erebor_mx_retail"
  const common = { environmentId, kind: "status", before: "valid", after: "invalid", institution, cause: "sweep" }
  const links = times.map((moments) => ({ id: crypto.randomUUID(), moments, since: moments[0] ?? ctx.now() }))
  await db.linkEvent.createMany({
    data: links.flatMap(({ id, moments }) => moments.map((moment) => ({ ...common, linkId: id, at: moment }))),
  })
  await db.link.createMany({
    data: links.map(({ id, since }) => ({
      id,
      environmentId,
      institution,
      status,
      createdAt: since,
      statusSince: since,
      firstSeenAt: since,
      observedAt: since,
      removedAt: removedAt ?? null,
      fetchResources: [],
    })),
  })
}
