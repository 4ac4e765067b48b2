import type { Ctx } from "@/lib/ctx"
import { may, type ReadDb, read } from "@/lib/db"
import { openSecret } from "@/lib/environments/secrets/queries"
import type { EndpointView } from "@/lib/outgoing/schema"

/**
 * Where this environment's events go; null where nobody has said so. No secret is in any answer: path and query may hold one, so only
 * who may set them sees more than the origin.
 */
export function findEndpoint(ctx: Ctx): Promise<EndpointView | null> {
  return read(ctx, "links:read", async (db) => {
    const [row] = await db.$queryRaw<{ url: string; savedAt: Date; savedBy: string; rotatedAt: Date | null }[]>`
      SELECT e.url, e.saved_at AS "savedAt", coalesce(m.name, '') AS "savedBy", e.rotated_at AS "rotatedAt"
      FROM outgoing_endpoint e LEFT JOIN member m ON m.id = e.saved_by WHERE e.environment_id = ${ctx.environment.id}`
    if (!row) return null
    const url = may(ctx, "environments:manage") ? row.url : new URL(row.url).origin
    return { ...row, url, savedAt: row.savedAt.toISOString(), rotatedAt: row.rotatedAt?.toISOString() ?? null }
  })
}

/** Whether there is anybody to tell; in a transaction that somebody else has opened. */
export async function hasEndpoint(db: ReadDb, { environment }: Ctx): Promise<boolean> {
  return (await db.outgoingEndpoint.count({ where: { environmentId: environment.id } })) > 0
}

export type SigningEndpoint = { url: string; secrets: readonly string[] }

/** With the secrets that sign, the newest first; for the machine that sends. Throws UNAVAILABLE where ENLACE_KEY does not open them. */
export function findSigningEndpoint(ctx: Ctx): Promise<SigningEndpoint | null> {
  const environmentId = ctx.environment.id
  return read(ctx, "webhooks:send", async (db) => {
    const endpoint = await db.outgoingEndpoint.findUnique({ where: { environmentId }, select: { url: true } })
    if (!endpoint) return null
    const rows = await db.environmentSecret.findMany({
      where: { environmentId, name: { in: Object.values(secretNames) } },
      orderBy: { name: "asc" },
    })
    return { url: endpoint.url, secrets: rows.map((row) => openSecret(ctx, row)) }
  })
}

/** By their names the present one comes first. */
export const secretNames = { present: "outgoing-webhook", previous: "outgoing-webhook-previous" } as const
