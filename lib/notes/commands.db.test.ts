import { randomUUID } from "node:crypto"
import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { addNote } from "@/lib/notes/commands"
import { addNoteInput } from "@/lib/notes/schema"
import type { PrismaClient } from "@/prisma/generated/client"
import { testWorld } from "@/test/world"

async function makeLink(db: PrismaClient, ctx: Ctx): Promise<string> {
  const at = new Date("2026-03-01T00:00:00Z")
  const { id } = await db.link.create({
    data: {
      environmentId: ctx.environment.id,
      id: randomUUID(),
      institution: "erebor_mx_retail",
      status: "invalid",
      createdAt: at,
      statusSince: at,
      firstSeenAt: at,
      observedAt: at,
    },
  })
  return id
}

describe("addNote", () => {
  it("keeps the words in the note and only its id in the audit", async () => {
    const { ctx, db } = await testWorld({ role: "support", now: "2026-03-01T12:00:00Z" })
    const linkId = await makeLink(db, ctx)

    const { id } = await addNote(ctx, addNoteInput.parse({ linkId, text: " Called María ", ticket: "SUP-12" }))

    expect(await db.note.findMany()).toMatchObject([{ id, linkId, text: "Called María", ticket: "SUP-12" }])
    const entries = await db.auditEntry.findMany()
    expect(entries).toMatchObject([{ action: "note.added", entity: "link", entityId: linkId }])
    expect(entries[0]?.body).not.toContain("María")
  })

  it("knows no link of another environment", async () => {
    const { ctx, db, elsewhere } = await testWorld({ role: "support" })
    const linkId = await makeLink(db, ctx)
    const note = addNoteInput.parse({ linkId, text: "x" })
    await expect(addNote(await elsewhere(), note)).rejects.toMatchObject({ code: "NOT_FOUND" })
  })

  it.each(["viewer", "compliance"] as const)("refuses a %s", async (role) => {
    const { ctx, db } = await testWorld({ role })
    const linkId = await makeLink(db, ctx)
    await expect(addNote(ctx, addNoteInput.parse({ linkId, text: "x" }))).rejects.toMatchObject({ code: "FORBIDDEN" })
    expect(await db.note.count()).toBe(0)
  })

  it("takes an empty ticket for none", () => {
    expect(addNoteInput.parse({ linkId: randomUUID(), text: "x", ticket: " " }).ticket).toBeNull()
  })
})
