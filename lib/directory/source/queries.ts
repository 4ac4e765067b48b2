import type { Ctx } from "@/lib/ctx"
import { may, type ReadDb, read, type Tx } from "@/lib/db"
import { type SourceConnection, type SourceView, sourceConnection, sourceInput } from "@/lib/directory/source/schema"
import { openSecret } from "@/lib/environments/secrets/queries"

/** Where the directory is read from besides files; null where nobody has set it up. The password is in no answer. */
export async function findSource(ctx: Ctx): Promise<SourceView | null> {
  const row = await read(ctx, "directory:read", (db) => findSourceRow(ctx, db))
  if (!row) return null
  const { everyHours, environmentId: _, sslmode, mode, ...rest } = row
  const { shape } = sourceInput
  const setUp = { ...rest, sslmode: shape.sslmode.parse(sslmode), mode: shape.mode.parse(mode) }
  return { everyHours, setUp: may(ctx, "environments:manage") ? setUp : null }
}

export const findSourceRow = (ctx: Ctx, db: ReadDb | Tx) =>
  db.directorySource.findUnique({ where: { environmentId: ctx.environment.id } })

/** What the source is opened with, as it was saved; null where none is. Throws UNAVAILABLE where ENLACE_KEY does not open it. */
export async function findConnection(ctx: Ctx, db: ReadDb | Tx): Promise<SourceConnection | null> {
  const row = await db.environmentSecret.findUnique({ where: { environmentId_name: secretKey(ctx) } })
  return row && sourceConnection.parse(JSON.parse(openSecret(ctx, row)))
}

export const secretKey = (ctx: Ctx) => ({ environmentId: ctx.environment.id, name: "directory-source" })
