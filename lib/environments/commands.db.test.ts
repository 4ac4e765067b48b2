import { describe, expect, it } from "vitest"
import { read } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { belvoAtNoon } from "@/test/belvo"
import { belvoUrl, systemActor, testEnv } from "@/test/environment"
import { testWorld } from "@/test/world"

async function place() {
  const { sim } = belvoAtNoon()
  const world = await testWorld({ role: "support", fetch: sim.fetch })
  const change = (data: object) => world.db.environment.update({ where: { id: world.ctx.environment.id }, data })
  return { ...world, sim, change }
}

describe("openBelvo", () => {
  it("opens the sealed key, for people by their live reads and for machines by name", async () => {
    const { ctx, sim } = await place()
    expect((await (await openBelvo(ctx, "member")).listLinks({ pageSize: 100 })).count).toBe(12)
    const machine = { ...ctx, actor: systemActor(["keys:open"]) }
    expect((await (await openBelvo(machine, "sweep")).listLinks({ pageSize: 100 })).count).toBe(12)
    expect(sim.requests).toHaveLength(2)
  })

  it("counts every request in the budget of Belvo's host", async () => {
    const { ctx, db } = await place()
    const belvo = await openBelvo(ctx, "member")
    await belvo.testKey()
    await belvo.listLinks()
    expect(await db.belvoRequest.findMany({ select: { host: true, priority: true } })).toEqual([
      { host: "sandbox.belvo.com", priority: 0 },
      { host: "sandbox.belvo.com", priority: 0 },
    ])
  })

  it("asks for no place in the budget where a play stands in for the world", async () => {
    const { ctx, db } = await place()
    await (await openBelvo({ ...ctx, seeded: true }, "member")).listLinks()
    expect(await db.belvoRequest.count()).toBe(0)
  })

  it("sends nothing for those who may not ask Belvo", async () => {
    const { as, ctx, sim } = await place()
    for (const other of [await as("viewer"), await as("compliance"), { ...ctx, actor: systemActor(["links:read"]) }]) {
      await expect(openBelvo(other, "member")).rejects.toMatchObject({ code: "FORBIDDEN" })
    }
    expect(sim.requests).toEqual([])
  })

  it("does not open a key that was moved to another address, or sealed by another ENLACE_KEY", async () => {
    const { ctx, change, sim } = await place()
    const strange = { ...ctx, env: { ...testEnv("postgresql://x"), key: Buffer.alloc(32, 8) } }
    await expect(openBelvo(strange, "member")).rejects.toMatchObject({ code: "UNAVAILABLE", key: "keyDoesNotOpen" })
    await change({ baseUrl: "https://api.belvo.com" })
    await expect(openBelvo(ctx, "member")).rejects.toMatchObject({ code: "UNAVAILABLE", key: "keyDoesNotOpen" })
    await change({ baseUrl: belvoUrl, keyVersion: 2 })
    await expect(openBelvo(ctx, "member")).rejects.toMatchObject({ code: "UNAVAILABLE", key: "keyDoesNotOpen" })
    expect(sim.requests).toEqual([])
  })

  it("is never used inside a transaction", async () => {
    const { ctx } = await place()
    const belvo = await openBelvo(ctx, "member")
    await expect(read(ctx, "links:read", () => belvo.listLinks())).rejects.toThrow("inside a transaction")
  })
})
