import { describe, expect, it } from "vitest"
import { type Ctx, installation } from "@/lib/ctx"
import { write } from "@/lib/db"
import type { EnvironmentChanges } from "@/lib/environments/schema"
import { changeEnvironment } from "@/lib/sync/schedule/commands"
import { listLoads } from "@/lib/sync/schedule/queries"
import { testWorld } from "@/test/world"

const settings: EnvironmentChanges = {
  ...{ name: "Sandbox", kind: "sandbox", customerLocale: "es", rawWebhookDays: 30 },
  ...{ sweepEveryMinutes: 60, deltaEveryMinutes: 5, deltaRequests: 20 },
  ...{ deletionHoldHours: 24, deletionThreshold: 25, personalDays: 90 },
}

/** As the daily counts have them. */
function addLinks(ctx: Ctx, counts: Record<string, number>): Promise<void> {
  const of = { environmentId: ctx.environment.id, institution: "erebor_mx_retail", accessMode: "recurrent" }
  const data = Object.entries(counts).map(([status, delta]) => ({ ...of, day: new Date("2026-03-01"), status, delta }))
  return write(ctx, "environments:manage", async (tx) => {
    await tx.linkCountDelta.createMany({ data })
    return { result: undefined, audit: { action: "test", entity: "environment", entityId: ctx.environment.slug } }
  })
}

async function office() {
  const world = await testWorld({ role: "admin" })
  await addLinks(world.ctx, { valid: 970_000, invalid: 25_000, token_required: 5_000 })
  return world
}

describe("changeEnvironment", () => {
  it("refuses a schedule that would take more of Belvo's limit than people can spare, at the field that takes most", async () => {
    const { ctx, db } = await office()
    const tooOften = changeEnvironment(ctx, { ...settings, sweepEveryMinutes: 9 })
    await expect(tooOften).rejects.toMatchObject({
      code: "INVALID",
      options: { fields: { sweepEveryMinutes: ["scheduleTooDense"] }, values: { most: 0.8 } },
    })
    const tooMany = changeEnvironment(ctx, { ...settings, deltaEveryMinutes: 1, deltaRequests: 200 })
    await expect(tooMany).rejects.toMatchObject({ options: { fields: { deltaRequests: ["scheduleTooDense"] } } })
    const { id } = ctx.environment
    expect(await db.environment.findUnique({ where: { id } })).toMatchObject({ sweepEveryMinutes: 60 })
    await changeEnvironment(ctx, { ...settings, sweepEveryMinutes: 15 })
    expect(await db.environment.findUnique({ where: { id } })).toMatchObject({ sweepEveryMinutes: 15 })
  })

  it("lets a name be changed where the schedule of old has become too dense", async () => {
    const { ctx, db } = await office()
    const { id } = ctx.environment
    await db.environment.update({ where: { id }, data: { sweepEveryMinutes: 5 } })
    await changeEnvironment(ctx, { ...settings, sweepEveryMinutes: 5, name: "Renamed" })
    expect(await db.environment.findUnique({ where: { id } })).toMatchObject({ name: "Renamed", sweepEveryMinutes: 5 })
  })
})

describe("listLoads", () => {
  it("counts each environment's links, and what the others at its host leave of the limit", async () => {
    const world = await office()
    const other = await world.elsewhere()
    await addLinks(other, { valid: 10 })
    const admin: Ctx = { ...world.ctx, environment: installation }
    const loads = await listLoads(admin)
    const of = (ctx: Ctx) => loads.find(({ slug }) => slug === ctx.environment.slug)
    // 242 requests an hour of the small one, 1,441 of the great one, both rounded up to whole ones in 30 s.
    expect(of(world.ctx)).toMatchObject({ links: 1_000_000, broken: 30_000, usablePer30s: 76 - 3 })
    expect(of(other)).toMatchObject({ links: 10, broken: 0, usablePer30s: 76 - 13 })
  })
})
