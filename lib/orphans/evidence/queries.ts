import type { Tx } from "@/lib/db"
import { linksOfLogin } from "@/lib/links/logins/queries"
import type { Login } from "@/lib/links/logins/rules"
import { nearKey } from "@/lib/orphans/near/rules"
import type { Evidence, Sibling } from "@/lib/orphans/rules"
import type { Prisma } from "@/prisma/generated/client"

/** A present link that no user of the directory knows. */
export type UnknownLink = {
  linkId: string
  externalId: string | null
  institution: string
  institutionUserId: string | null
  status: string
  /** Of a row that it has already. */
  flagged: boolean
}

const mostOfEach = 20

/** Of the links that `which` selects as `l`, those that are present and that no user knows. */
export function findUnknown(tx: Tx, environmentId: number, which: Prisma.Sql): Promise<UnknownLink[]> {
  return tx.$queryRaw<UnknownLink[]>`
    SELECT l.id::text AS "linkId", l.external_id AS "externalId", l.institution, l.institution_user_id AS "institutionUserId",
      l.status, l.orphan AS flagged
    FROM link l
    WHERE l.environment_id = ${environmentId} AND ${which} AND l.removed_at IS NULL AND NOT EXISTS (
      SELECT FROM directory_entry e WHERE e.environment_id = ${environmentId} AND e.link_id = l.id AND e.removed_by IS NULL)
    ORDER BY l.id`
}

type Found = { linkId: string; exact: boolean; siblings: Sibling[] | null; near: string[] | null }

/** What speaks for whose these are, by the link's id. Links that are gone speak, too, after those that are there. */
export async function findEvidence(
  tx: Tx,
  environmentId: number,
  links: readonly UnknownLink[],
): Promise<ReadonlyMap<string, Evidence>> {
  if (links.length === 0) return new Map()
  const asked = links.map(({ linkId, externalId, institution, institutionUserId }) => ({
    ...{ linkId, externalId, institution, institutionUserId },
    key: externalId === null ? null : nearKey(externalId),
  }))
  const rows = await tx.$queryRaw<Found[]>`
    -- Hashed before it is compared: under row-level security only a bare comparison finds an index.
    WITH n AS MATERIALIZED (
      SELECT *, hashtextextended(key, 0) AS hash FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
        AS n ("linkId" uuid, "externalId" text, institution text, "institutionUserId" text, key text))
    SELECT n."linkId"::text, known.exact, siblings.found AS siblings, near.found AS near
    FROM n
    CROSS JOIN LATERAL (SELECT EXISTS (
      SELECT FROM directory_entry e
      WHERE e.environment_id = ${environmentId} AND e.external_id = n."externalId" AND e.removed_by IS NULL) AS exact) AS known
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('linkId', s.id, 'externalId', s.external_id) ORDER BY s.place) AS found FROM (
        SELECT l.id, e.external_id, row_number() OVER (ORDER BY l.removed_at IS NULL DESC, l.created_at DESC, l.id, e.external_id) AS place
        FROM ${linksOfLogin(environmentId, { institution: "n.institution", login: 'n."institutionUserId"' })} AS l
        JOIN directory_entry e ON e.environment_id = ${environmentId} AND e.link_id = l.id AND e.removed_by IS NULL
        WHERE l.id <> n."linkId"
        ORDER BY place LIMIT ${mostOfEach}::integer) AS s) AS siblings ON n."institutionUserId" IS NOT NULL
    LEFT JOIN LATERAL (
      SELECT array_agg(u.external_id) AS found FROM (
        SELECT DISTINCT e.external_id FROM directory_entry e
        WHERE e.environment_id = ${environmentId} AND e.near_hash = n.hash AND e.removed_by IS NULL
        ORDER BY e.external_id LIMIT ${mostOfEach}::integer) AS u) AS near ON n.hash IS NOT NULL AND NOT known.exact`
  const found = new Map(rows.map((row) => [row.linkId, row]))
  return new Map(
    links.map(({ linkId, externalId }) => {
      const { exact = false, siblings, near } = found.get(linkId) ?? {}
      return [linkId, { externalId, exact, siblings: siblings ?? [], near: near ?? [] }]
    }),
  )
}

/** Orphans of the same logins. */
export async function findOrphansOf(tx: Tx, environmentId: number, people: readonly Login[]): Promise<string[]> {
  if (people.length === 0) return []
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT o.link_id::text AS id
    FROM unnest(${people.map(({ institution }) => institution)}::text[], ${people.map(({ institutionUserId }) => institutionUserId)}::text[])
      AS p (institution, login)
    CROSS JOIN LATERAL ${linksOfLogin(environmentId, { institution: "p.institution", login: "p.login" })} AS l
    JOIN orphan o ON o.environment_id = ${environmentId} AND o.link_id = l.id`
  return rows.map(({ id }) => id)
}

/** Those of these link ids that a user of the directory knows. */
export async function findKnown(tx: Tx, environmentId: number, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT n.id::text FROM unnest(${[...ids]}::uuid[]) AS n (id)
    WHERE EXISTS (SELECT FROM directory_entry e
      WHERE e.environment_id = ${environmentId} AND e.link_id = n.id AND e.removed_by IS NULL)`
  return new Set(rows.map(({ id }) => id))
}
