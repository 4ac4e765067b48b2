import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import type { LinkRow } from "@/lib/links/list/queries"
import { Prisma } from "@/prisma/generated/client"

/** These links as the list of links shows them, in this order; those that the mirror does not have are left out. */
export async function listLinkRows(ctx: Ctx, ids: readonly string[]): Promise<LinkRow[]> {
  const rows = await read(
    ctx,
    "links:read",
    (db) => db.$queryRaw<LinkRow[]>`
      SELECT id, institution, country, type, access_mode AS "accessMode", status, refresh_rate AS "refreshRate", created_by AS "createdBy",
        external_id AS "externalId", institution_user_id AS "institutionUserId", credentials_storage AS "credentialsStorage",
        stale_in AS "staleIn", coalesce(fetch_resources, '{}') AS "fetchResources", ${iso("last_accessed_at")} AS "lastAccessedAt",
        ${iso("created_at")} AS "createdAt", ${iso("status_since")} AS "statusSince", ${iso("refresh_due_at")} AS "refreshDueAt",
        ${iso("first_seen_at")} AS "firstSeenAt", ${iso("observed_at")} AS "observedAt", ${iso("removed_at")} AS "removedAt"
      FROM link WHERE environment_id = ${ctx.environment.id}::integer AND id = ANY (${[...ids]}::uuid[])`,
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

const iso = (column: string): Prisma.Sql => Prisma.raw(`replace((${column} AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'`)
