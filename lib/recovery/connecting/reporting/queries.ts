import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"

/** The environment whose session a widget's way back names, for a stranger who may do no more than report; null where there is none. */
export async function enterByReturn(ctx: Ctx, { slug }: { slug: string }): Promise<Ctx | null> {
  const row = await read(ctx, "repair:visit", (db) =>
    db.environment.findUnique({ where: { slug }, select: { id: true, slug: true, kind: true } }),
  )
  return row && { ...ctx, environment: { ...row, kind: row.kind === "production" ? "production" : "sandbox" } }
}
