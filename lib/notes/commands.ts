import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { forbidden, notFound } from "@/lib/errors"
import type { AddNote } from "@/lib/notes/schema"

/** Notes are added, never changed. The entry names the note; its words stay in the note. */
export async function addNote(ctx: Ctx, { linkId, text, ticket }: AddNote): Promise<{ id: string }> {
  const { actor } = ctx
  if (actor.kind !== "member") throw forbidden("notes:write")
  return write(ctx, "notes:write", async (tx) => {
    const link = await tx.link.findUnique({
      where: { environmentId_id: { environmentId: ctx.environment.id, id: linkId } },
      select: { id: true },
    })
    if (!link) throw notFound()
    const note = await tx.note.create({
      data: { environmentId: ctx.environment.id, linkId, at: ctx.now(), memberId: actor.id, text, ticket },
      select: { id: true },
    })
    return {
      result: note,
      audit: { action: "note.added", entity: "link", entityId: linkId, after: { noteId: note.id, ticket } },
    }
  })
}
