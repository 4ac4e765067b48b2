import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { appendCounts, foldCounts, makeMonths } from "@/lib/history/commands"
import type { CountDelta } from "@/lib/history/rules"
import { testWorld } from "@/test/world"

const now = "2026-03-10T12:00:00Z"
const cell = (day: CountDelta["day"], delta: number, status = "valid"): CountDelta => ({
  day,
  institution: "erebor_mx_retail",
  accessMode: "recurrent",
  status,
  delta,
})
const append = (ctx: Ctx, deltas: readonly CountDelta[]) =>
  record(ctx, "housekeeping", async (tx) => ({ result: await appendCounts(tx, ctx.environment.id, deltas) }))

describe("foldCounts", () => {
  it("keeps the sum of every cell and day in one row, and none where it is zero", async () => {
    const { ctx, db } = await testWorld({ permissions: ["housekeeping"], now })
    await append(ctx, [cell("2026-03-09", 5), cell("2026-03-10", 1, "invalid")])
    await append(ctx, [cell("2026-03-09", 2), cell("2026-03-10", -1, "invalid")])
    await append(ctx, [cell("2026-03-09", -3), cell("2026-03-10", 4)])

    expect(await foldCounts(ctx, { days: 3 })).toBe(4)

    const rows = await db.linkCountDelta.findMany({ orderBy: { day: "asc" } })
    expect(rows.map(({ day, status, delta }) => [day.toISOString().slice(0, 10), status, delta])).toEqual([
      ["2026-03-09", "valid", 4],
      ["2026-03-10", "valid", 4],
    ])
    expect(await foldCounts(ctx, { days: 3 })).toBe(0)
  })

  it("leaves older days alone unless it is asked for all", async () => {
    const { ctx, db } = await testWorld({ permissions: ["housekeeping"], now })
    await append(ctx, [cell("2026-01-01", 1)])
    await append(ctx, [cell("2026-01-01", 1)])
    await foldCounts(ctx, { days: 3 })
    expect(await db.linkCountDelta.count()).toBe(2)
    await foldCounts(ctx, {})
    expect(await db.linkCountDelta.findMany({ select: { delta: true } })).toEqual([{ delta: 2 }])
  })

  it("does not touch the counts of another environment", async () => {
    const { ctx, elsewhere, db } = await testWorld({ permissions: ["housekeeping"], now })
    const { environment } = await elsewhere()
    const other = { ...ctx, environment }
    await append(other, [cell("2026-03-10", 1)])
    await append(other, [cell("2026-03-10", 1)])
    await foldCounts(ctx, {})
    await db.$queryRaw`SELECT set_config('enlace.environment', ${String(environment.id)}, true)`
    expect(await db.linkCountDelta.count()).toBe(2)
  })
})

describe("makeMonths", () => {
  it("makes the months that will be needed, once", async () => {
    const { ctx, db } = await testWorld({ permissions: ["housekeeping"], now: "2031-05-20T00:00:00Z" })
    expect(await makeMonths(ctx)).toBe(4)
    expect(await makeMonths(ctx)).toBe(0)
    const made =
      await db.$queryRaw`SELECT relname FROM pg_class WHERE relname LIKE 'link_event_2031%' AND relkind = 'r' ORDER BY 1`
    expect(made).toEqual(["05", "06", "07", "08"].map((month) => ({ relname: `link_event_2031_${month}` })))
  })
})
