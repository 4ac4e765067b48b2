import type { BelvoInstitution } from "@/lib/belvo/institutions"
import type { Ctx } from "@/lib/ctx"
import { databaseNow, read, record } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"

/** What Belvo calls its institutions and how they are. Writes only what has changed; answers how many rows that were. */
export async function mirrorInstitutions(ctx: Ctx): Promise<number> {
  const belvo = await openBelvo(ctx, "sweep")
  const askedAt = await databaseNow(ctx)
  const institutions: BelvoInstitution[] = []
  for await (const institution of belvo.eachInstitution()) institutions.push(institution)
  return applyInstitutions(ctx, institutions, askedAt)
}

/** Whether the mirror has links of an institution that it knows only by name. */
export function hasUnnamedInstitution(ctx: Ctx): Promise<boolean> {
  return read(ctx, "mirror:write", async (db) => {
    const [row] = await db.$queryRaw<{ unnamed: boolean }[]>`
      SELECT EXISTS (SELECT FROM link_count_delta d WHERE d.environment_id = ${ctx.environment.id}
        AND NOT EXISTS (SELECT FROM institution i WHERE i.environment_id = ${ctx.environment.id} AND i.name = d.institution)) AS unnamed`
    return row?.unnamed ?? false
  })
}

function applyInstitutions(ctx: Ctx, institutions: readonly BelvoInstitution[], observedAt: Date): Promise<number> {
  const rows = [...new Map(institutions.map((one) => [one.name, one])).values()]
  return record(ctx, "mirror:write", async (tx) => {
    const result = await tx.$executeRaw`
      INSERT INTO institution AS i (environment_id, name, display_name, type, country_codes, integration_type, status, resources, observed_at)
      SELECT ${ctx.environment.id}, n.name, coalesce(n."displayName", n.name), n.type, n."countryCodes", n."integrationType", n.status, n.resources,
        ${observedAt}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n (
        name text, "displayName" text, type text, "countryCodes" text[], "integrationType" text, status text, resources text[])
      ORDER BY n.name
      ON CONFLICT (environment_id, name) DO UPDATE SET display_name = excluded.display_name, type = excluded.type,
        country_codes = excluded.country_codes, integration_type = excluded.integration_type, status = excluded.status,
        resources = excluded.resources, observed_at = excluded.observed_at
      WHERE (i.display_name, i.type, i.country_codes, i.integration_type, i.status, i.resources)
        IS DISTINCT FROM (excluded.display_name, excluded.type, excluded.country_codes, excluded.integration_type, excluded.status, excluded.resources)
        AND i.observed_at <= excluded.observed_at`
    return { result }
  })
}
