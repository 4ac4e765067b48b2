import type { Ctx } from "@/lib/ctx"
import { may, read } from "@/lib/db"
import { type SourceConnection, type SourceView, sourceConnection, sourceInput } from "@/lib/directory/source/schema"
import { openSecret } from "@/lib/environments/secrets/queries"

/** Where the directory is read from besides files; null where nobody has set it up. The password is in no answer. */
export async function findSource(ctx: Ctx): Promise<SourceView | null> {
  const row = await findSourceRow(ctx)
  if (!row) return null
  const { everyHours, environmentId: _, sslmode, mode, ...rest } = row
  const { shape } = sourceInput
  const setUp = { ...rest, sslmode: shape.sslmode.parse(sslmode), mode: shape.mode.parse(mode) }
  return { everyHours, setUp: may(ctx, "environments:manage") ? setUp : null }
}

export function findSourceRow(ctx: Ctx) {
  const environmentId = ctx.environment.id
  return read(ctx, "directory:read", (db) => db.directorySource.findUnique({ where: { environmentId } }))
}

/**
 * What the source is opened with, as it was saved, by who may set it up and by machines; null where none is. Throws UNAVAILABLE
 * where ENLACE_KEY does not open it.
 */
export async function findConnection(ctx: Ctx): Promise<SourceConnection | null> {
  const permission = ctx.actor.kind === "member" ? "environments:manage" : "directory:write"
  const where = { environmentId_name: secretKey(ctx) }
  const row = await read(ctx, permission, (db) => db.environmentSecret.findUnique({ where }))
  return row && sourceConnection.parse(JSON.parse(openSecret(ctx, row)))
}

export const secretKey = (ctx: Ctx) => ({ environmentId: ctx.environment.id, name: "directory-source" })
