import { describe, expect, it } from "vitest"
import { changeAccessMode } from "@/lib/access-modes/commands"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoWorld } from "@/test/belvo"

const linkId = twelve.valid
const toSingle = { linkId, accessMode: "single" } as const

describe("changeAccessMode", () => {
  it("asks Belvo, writes through what it then shows, and keeps before and after", async () => {
    const { ctx, db, sim } = await belvoWorld("engineer")
    expect(await changeAccessMode(ctx, toSingle)).toMatchObject({ kind: "changed", link: { accessMode: "single" } })

    expect(sim.requests).toEqual([`PATCH /api/links/${linkId}/`, `GET /api/links/${linkId}/`])
    expect(await db.link.findFirst({ where: { id: linkId } })).toMatchObject({ accessMode: "single" })
    expect(await db.linkEvent.findMany({ where: { linkId, kind: "access_mode" } })).toMatchObject([
      { before: "recurrent", after: "single", cause: "access_mode" },
    ])
    const entries = await db.auditEntry.findMany({ orderBy: { seq: "asc" } })
    expect(entries.map(({ body }) => JSON.parse(body))).toMatchObject([
      { action: "access_mode.requested", before: { accessMode: "recurrent" }, after: { accessMode: "single" } },
      { action: "access_mode.answered", after: { outcome: "changed" } },
    ])
  })

  it("keeps that it was asked for where Belvo then fails, and does not repeat it", async () => {
    const { ctx, db, sim } = await belvoWorld("engineer")
    sim.failNext({ kind: "server_error" })
    await expect(changeAccessMode(ctx, toSingle)).rejects.toMatchObject({ code: "BELVO" })
    expect(sim.requests).toHaveLength(1)
    expect(await db.auditEntry.count()).toBe(2)
    expect(await db.link.findFirst({ where: { id: linkId } })).toMatchObject({ accessMode: "recurrent" })
  })

  it("says in plain words why a link without credentials stays single", async () => {
    const { ctx } = await belvoWorld("engineer")
    const change = changeAccessMode(ctx, { linkId: twelve.storageOver, accessMode: "recurrent" })
    await expect(change).rejects.toMatchObject({ key: "accessMode.noCredentials" })
  })

  it("changes nothing that is so already", async () => {
    const { ctx, sim } = await belvoWorld("engineer")
    const change = changeAccessMode(ctx, { linkId, accessMode: "recurrent" })
    await expect(change).rejects.toMatchObject({ key: "accessMode.unchanged" })
    expect(sim.requests).toEqual([])
  })

  it.each(["viewer", "support", "compliance"] as const)("refuses a %s before anything is sent", async (role) => {
    const { ctx, sim } = await belvoWorld(role)
    await expect(changeAccessMode(ctx, toSingle)).rejects.toMatchObject({ code: "FORBIDDEN" })
    expect(sim.requests).toEqual([])
  })

  it("knows no link of another environment", async () => {
    const { elsewhere } = await belvoWorld("engineer")
    await expect(changeAccessMode(await elsewhere(), toSingle)).rejects.toMatchObject({ code: "NOT_FOUND" })
  })
})
