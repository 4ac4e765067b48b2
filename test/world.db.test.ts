import { describe, expect, it } from "vitest"
import { read, record, write } from "@/lib/db"
import { testWorld } from "@/test/world"

describe("testWorld", () => {
  it("rolls a refused write back alone and keeps the others", async () => {
    const { ctx, db } = await testWorld({ role: "engineer" })
    const note = (text: string) => ({
      environmentId: ctx.environment.id,
      linkId: crypto.randomUUID(),
      at: ctx.now(),
      memberId: crypto.randomUUID(),
      text,
    })
    const audit = { action: "note.added", entity: "note", entityId: "x" }
    await write(ctx, "notes:write", async (tx) => ({ result: await tx.note.create({ data: note("kept") }), audit }))
    await expect(
      write(ctx, "notes:write", async (tx) => {
        await tx.note.create({ data: note("lost") })
        throw new Error("changed my mind")
      }),
    ).rejects.toThrow("changed my mind")
    expect(await read(ctx, "links:read", (tx) => tx.note.count())).toBe(1)
    expect((await db.note.findFirst())?.text).toBe("kept")
    expect(await db.auditEntry.count({ where: { environmentId: ctx.environment.id } })).toBe(1)
  })

  it("shows one environment nothing of the other", async () => {
    const { ctx, elsewhere } = await testWorld({ role: "support" })
    const other = await elsewhere()
    const audit = { action: "note.added", entity: "note", entityId: "x" }
    await write(ctx, "notes:write", async (tx) => {
      await tx.note.create({
        data: {
          environmentId: ctx.environment.id,
          linkId: crypto.randomUUID(),
          at: ctx.now(),
          memberId: crypto.randomUUID(),
          text: "mine",
        },
      })
      return { result: null, audit }
    })
    expect(await read(other, "links:read", (tx) => tx.note.count())).toBe(0)
    expect(await read(other, "links:read", (tx) => tx.$queryRaw`SELECT 1 FROM note`)).toEqual([])
    expect(await read(ctx, "links:read", (tx) => tx.note.count())).toBe(1)
  })

  it("refuses people the machines' handle", async () => {
    const { ctx } = await testWorld({ role: "admin" })
    await expect(record(ctx, "mirror:write", async () => ({ result: 1 }))).rejects.toMatchObject({ code: "FORBIDDEN" })
  })
})
