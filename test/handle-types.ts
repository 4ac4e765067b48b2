import type { Ctx } from "@/lib/ctx"
import { read, record, write } from "@/lib/db"

/**
 * Never run: the type check is the test. Each line below that is marked must be refused by the compiler; where one is
 * not, the mark itself becomes an error.
 */
export function handlesRefuseByTheirTypes(ctx: Ctx): unknown[] {
  const audit = { action: "note.added", entity: "note", entityId: "n" }
  return [
    // What is right compiles, so that the refusals below are not refused for another reason.
    read(ctx, "links:read", (db) => db.link.findMany()),
    write(ctx, "notes:write", async (tx) => ({ result: await tx.note.count(), audit })),
    write(ctx, "notes:write", async () => ({ result: null, audit: [audit, audit] })),
    record(ctx, "mirror:write", async () => ({ result: null })),

    // @ts-expect-error a write through a read handle
    read(ctx, "links:read", (db) => db.link.update({ where: {}, data: {} })),
    // @ts-expect-error a raw write through a read handle
    read(ctx, "links:read", (db) => db.$executeRaw`DELETE FROM link`),
    // @ts-expect-error a transaction of one's own through a read handle
    read(ctx, "links:read", (db) => db.$transaction([])),
    // @ts-expect-error a write without an audit entry
    write(ctx, "notes:write", async () => ({ result: null })),
    // @ts-expect-error a write with an empty list of entries
    write(ctx, "notes:write", async () => ({ result: null, audit: [] })),
    // @ts-expect-error an entry that does not say of what
    write(ctx, "notes:write", async () => ({ result: null, audit: { action: "note.added" } })),
    // @ts-expect-error an unknown permission
    read(ctx, "links:nuke", (db) => db.link.findMany()),
    // @ts-expect-error an unknown permission
    write(ctx, "links:nuke", async () => ({ result: null, audit })),
    // @ts-expect-error the database itself is out of reach
    ctx.database.query("DELETE FROM link"),
  ]
}
