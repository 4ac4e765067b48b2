import type { Tx } from "@/lib/db"
import { findEvidence, findUnknown, type UnknownLink } from "@/lib/orphans/evidence/queries"
import { judge } from "@/lib/orphans/rules"
import { Prisma } from "@/prisma/generated/client"

export type Observation = { environmentId: number; at: Date }

/** These links by the evidence of now: orphans or not, and whose. Part of a transaction of the mirror's; nobody else changes them meanwhile. */
export async function judgeLinks(tx: Tx, observed: Observation, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const named = Prisma.sql`l.id = ANY (${[...ids]}::uuid[])`
  await keepUnknown(tx, observed, await findUnknown(tx, observed.environmentId, named))
}

/** Rows for links that no user knows, and their flag; writes nothing where a row says so already. */
export async function keepUnknown(
  tx: Tx,
  { environmentId, at }: Observation,
  links: readonly UnknownLink[],
): Promise<void> {
  if (links.length === 0) return
  const evidence = await findEvidence(tx, environmentId, links)
  const rows = links.flatMap(({ linkId }) => {
    const found = evidence.get(linkId)
    return found ? [{ linkId, ...judge(found) }] : []
  })
  await tx.$executeRaw`
    INSERT INTO orphan (environment_id, link_id, reason, confidence, matched_external_id, evidence_link_id, rivals,
      institution, status, created_at, found_at)
    SELECT ${environmentId}, n."linkId", n.reason, n.confidence, n."matchedExternalId", n."evidenceLinkId", n.rivals,
      l.institution, l.status, l.created_at, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n ("linkId" uuid, reason text, confidence text,
      "matchedExternalId" text, "evidenceLinkId" uuid, rivals integer)
    JOIN link l ON l.environment_id = ${environmentId} AND l.id = n."linkId"
    ORDER BY n."linkId"
    ON CONFLICT (environment_id, link_id) DO UPDATE SET reason = excluded.reason, confidence = excluded.confidence,
      matched_external_id = excluded.matched_external_id, evidence_link_id = excluded.evidence_link_id, rivals = excluded.rivals,
      institution = excluded.institution, status = excluded.status, created_at = excluded.created_at
    WHERE (orphan.reason, orphan.confidence, orphan.matched_external_id, orphan.evidence_link_id, orphan.rivals,
        orphan.institution, orphan.status, orphan.created_at)
      IS DISTINCT FROM (excluded.reason, excluded.confidence, excluded.matched_external_id, excluded.evidence_link_id,
        excluded.rivals, excluded.institution, excluded.status, excluded.created_at)`
  const unflagged = links.filter(({ flagged }) => !flagged).map(({ linkId }) => linkId)
  await flag(tx, environmentId, unflagged, true)
}

export async function flag(tx: Tx, environmentId: number, ids: readonly string[], orphan: boolean): Promise<void> {
  if (ids.length === 0) return
  await tx.$executeRaw`
    UPDATE link SET orphan = ${orphan} WHERE environment_id = ${environmentId} AND id = ANY (${[...ids]}::uuid[])
      AND orphan <> ${orphan}`
}

/** Why links are orphans no more: the directory knows them, or Belvo has them no more. */
export type Release = "settled" | "removed"

/** What was decided about them is over, too. Answers which had a row. */
export async function releaseOrphans(
  tx: Tx,
  { environmentId, at }: Observation,
  { ids, as }: { ids: readonly string[]; as: Release },
): Promise<void> {
  if (ids.length === 0) return
  const gone = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM orphan WHERE environment_id = ${environmentId} AND link_id = ANY (${[...ids]}::uuid[]) RETURNING link_id::text AS id`
  if (gone.length === 0) return
  const released = gone.map(({ id }) => id)
  await tx.$executeRaw`
    UPDATE orphan_decision SET closed_at = ${at}::timestamptz, closed_as = ${as}
    WHERE environment_id = ${environmentId} AND link_id = ANY (${released}::uuid[]) AND closed_at IS NULL`
  await flag(tx, environmentId, released, false)
}
