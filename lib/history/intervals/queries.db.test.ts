import { describe, expect, it } from "vitest"
import { record } from "@/lib/db"
import { recordDay } from "@/lib/history/commands"
import { listIntervals } from "@/lib/history/intervals/queries"
import { applyGone, applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { testWorld } from "@/test/world"

const permissions = ["mirror:write", "links:read", "housekeeping"] as const
const at = (day: number) => new Date(Date.UTC(2026, 2, day, 12))
const created = at(1)

describe("listIntervals", () => {
  it("tells a link's life from what the mirror wrote, with time before the first complete sweep unrecorded", async () => {
    const { ctx } = await testWorld({ permissions, now: at(12) })
    const link = makeLink({ createdAt: created, createdAtText: created.toISOString() })
    await applyLinks(ctx, { links: [link], observedAt: at(2), cause: "live" })
    await record(ctx, "housekeeping", async (tx) => ({ result: await recordDay(tx, ctx.environment.id, "2026-03-03") }))
    await applyLinks(ctx, { links: [{ ...link, status: "invalid" }], observedAt: at(5), cause: "webhook" })
    await applyGone(ctx, { ids: [link.id], observedAt: at(8), cause: "deletion" })
    await applyLinks(ctx, { links: [link], observedAt: at(10), cause: "sweep" })

    expect(await listIntervals(ctx, { linkId: link.id })).toEqual([
      { status: null, from: created, to: new Date("2026-03-03T00:00:00Z") },
      { status: "valid", from: new Date("2026-03-03T00:00:00Z"), to: at(5) },
      { status: "invalid", from: at(5), to: at(8) },
      { status: "removed", from: at(8), to: at(10) },
      { status: "valid", from: at(10), to: at(12) },
    ])
  })

  it("knows nothing before a first complete sweep", async () => {
    const { ctx } = await testWorld({ permissions, now: at(12) })
    const link = makeLink({ createdAt: created, createdAtText: created.toISOString() })
    await applyLinks(ctx, { links: [link], observedAt: at(2), cause: "live" })
    expect(await listIntervals(ctx, { linkId: link.id })).toEqual([{ status: null, from: created, to: at(12) }])
  })
})
