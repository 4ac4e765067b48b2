import type { Tx } from "@/lib/db"
import { type Sighting, touchedBy } from "@/lib/duplicates/moves/rules"
import { countedMembers } from "@/lib/duplicates/schema"
import { linksOfLogin } from "@/lib/links/logins/queries"
import type { Login } from "@/lib/links/logins/rules"
import { Prisma } from "@/prisma/generated/client"

export type Observation = { environmentId: number; at: Date }

// Any number; only that nobody else uses it.
const loginsLock = 40_128
const buckets = 1_024

/**
 * Before anything is written side by side with others: writers of links of one login go one after the other, those that these links
 * have and had. Sweeps, which have the mirror for themselves, need it not.
 */
export async function lockLogins(
  tx: Tx,
  environmentId: number,
  { ids, logins }: { ids: readonly string[]; logins: readonly Login[] },
): Promise<void> {
  await tx.$queryRaw`
    SELECT count(pg_advisory_xact_lock(${loginsLock}::integer, bucket)) FROM (
      SELECT DISTINCT hashtext(concat_ws(' ', ${environmentId}::integer, institution, login)) & ${buckets - 1}::integer AS bucket FROM (
        SELECT * FROM ${loginTable(logins)}
        UNION ALL
        SELECT institution, institution_user_id FROM link
        WHERE environment_id = ${environmentId} AND id = ANY (${[...ids]}::uuid[]) AND institution_user_id IS NOT NULL
      ) AS t ORDER BY bucket OFFSET 0) AS sorted`
}

/** Part of the transaction that changes the links: groups of links of one login, and the links' `duplicate`, follow. */
export async function keepGroups(tx: Tx, observed: Observation, sightings: readonly Sighting[]): Promise<void> {
  const { linkIds, logins, left } = touchedBy(sightings)
  if (linkIds.length + logins.length === 0) return
  const { environmentId, at } = observed
  const leaving = left ? Prisma.sql`, ${gone(environmentId)}` : Prisma.empty
  await tx.$executeRaw`
    WITH touched AS (SELECT * FROM ${loginTable(logins)}
    ), member AS MATERIALIZED (
      SELECT t.institution, t.login, l.id, l.external_id, l.status, l.duplicate FROM touched t CROSS JOIN LATERAL (
        SELECT id, external_id, status, duplicate FROM ${linksOfLogin(environmentId, touchedLogin)} AS own
        WHERE removed_at IS NULL LIMIT ${countedMembers}::integer) AS l
    ), counted AS MATERIALIZED (
      SELECT institution, login, count(*)::integer AS members, count(DISTINCT external_id)::integer AS external_ids,
        bool_and(status <> 'valid') AND (count(*) < ${countedMembers}::integer OR NOT EXISTS (
          SELECT FROM ${linksOfLogin(environmentId, memberLogin)} AS own WHERE removed_at IS NULL AND status = 'valid')) AS broken
      FROM member GROUP BY institution, login
    ), kept AS (
      INSERT INTO duplicate_group AS g
        (environment_id, institution, institution_user_id, members, external_ids, broken, first_seen_at, changed_at)
      SELECT ${environmentId}, institution, login, members, external_ids, broken, ${at}::timestamptz, ${at}::timestamptz
      FROM counted WHERE members > 1
      ON CONFLICT (environment_id, institution, institution_user_id) DO UPDATE
      SET members = excluded.members, external_ids = excluded.external_ids, broken = excluded.broken, changed_at = excluded.changed_at
      WHERE (g.members, g.external_ids, g.broken) <> (excluded.members, excluded.external_ids, excluded.broken)
    ), flipped AS (
      SELECT m.id FROM member m JOIN counted c USING (institution, login) WHERE m.duplicate <> (c.members > 1)
      UNION ALL
      SELECT l.id FROM (
        SELECT id FROM unnest(${[...linkIds]}::uuid[]) AS moved (id)
        WHERE NOT EXISTS (SELECT FROM member WHERE member.id = moved.id) OFFSET 0
      ) AS stray CROSS JOIN LATERAL (
        SELECT id, institution, institution_user_id AS login, duplicate, removed_at FROM link
        WHERE environment_id = ${environmentId} AND id = stray.id LIMIT 1
      ) AS l LEFT JOIN counted c USING (institution, login)
      WHERE l.duplicate <> coalesce(l.removed_at IS NULL AND c.members > 1, false)
    )${leaving}
    UPDATE link SET duplicate = NOT duplicate WHERE environment_id = ${environmentId} AND id = ANY (ARRAY(SELECT id FROM flipped))`
}

const touchedLogin = { institution: "t.institution", login: "t.login" }
const memberLogin = { institution: "member.institution", login: "member.login" }

const gone = (environmentId: number): Prisma.Sql => Prisma.sql`gone AS (
      DELETE FROM duplicate_group g USING touched t
      WHERE g.environment_id = ${environmentId} AND (g.institution, g.institution_user_id) = (t.institution, t.login)
        AND NOT EXISTS (SELECT FROM counted c WHERE (c.institution, c.login) = (t.institution, t.login) AND c.members > 1)
    )`

const loginTable = (logins: readonly Login[]): Prisma.Sql => Prisma.sql`unnest(
        ${logins.map(({ institution }) => institution)}::text[], ${logins.map(({ institutionUserId }) => institutionUserId)}::text[]
      ) AS t (institution, login)`
