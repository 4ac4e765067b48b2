import type { Tx } from "@/lib/db"
import { findKnown, findOrphansOf } from "@/lib/orphans/evidence/queries"
import { judgeLinks, type Observation, releaseOrphans } from "@/lib/orphans/judging/commands"
import { type Moves, movesOf, peopleOf, type Sighting } from "@/lib/orphans/moves/rules"

/**
 * Part of the transaction that changes the links: orphans among them, and among the other links of the same logins, follow. Nothing
 * at all where there is no directory. Nobody else writes links of these logins meanwhile.
 */
export async function keepOrphans(tx: Tx, observed: Observation, sightings: readonly Sighting[]): Promise<void> {
  const moves = movesOf(sightings)
  const { changed, gone, statuses } = moves
  if (changed.length + gone.length + statuses.length === 0) return
  const { environmentId } = observed
  if (!(await hasUsers(tx, environmentId))) return
  const moved = new Set([...changed, ...gone])
  const known = await findKnown(tx, environmentId, [...moved])
  // Only a link that a user knows says anything about its siblings.
  const telling = peopleOf(sightings.filter(({ linkId }) => known.has(linkId) && moved.has(linkId)))
  const siblings = await findOrphansOf(tx, environmentId, telling)
  await lockRows(tx, environmentId, [...statuses.map(({ linkId }) => linkId), ...moved, ...siblings])
  await keepStatuses(tx, environmentId, statuses)
  if (moved.size === 0) return
  await keepOwn(tx, observed, moves, known)
  const unknown = changed.filter((id) => !known.has(id))
  await judgeLinks(tx, observed, [...new Set([...unknown, ...siblings])])
}

async function hasUsers(tx: Tx, environmentId: number): Promise<boolean> {
  const total = await tx.directoryTotal.findUnique({ where: { environmentId }, select: { users: true } })
  return total !== null && total.users > 0
}

/** All at once and by id, as those do who decide about many: neither waits for the other while it is waited for. */
async function lockRows(tx: Tx, environmentId: number, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT FROM orphan WHERE environment_id = ${environmentId} AND link_id = ANY (${[...new Set(ids)]}::uuid[])
    ORDER BY link_id FOR UPDATE`
}

async function keepStatuses(tx: Tx, environmentId: number, statuses: Moves["statuses"]): Promise<void> {
  if (statuses.length === 0) return
  await tx.$executeRaw`
    UPDATE orphan o SET status = n.status
    FROM jsonb_to_recordset(${JSON.stringify(statuses)}::jsonb) AS n ("linkId" uuid, status text)
    WHERE o.environment_id = ${environmentId} AND o.link_id = n."linkId" AND o.status <> n.status`
}

async function keepOwn(tx: Tx, observed: Observation, { changed, held, gone }: Moves, known: ReadonlySet<string>) {
  const isGone = new Set(gone)
  await releaseOrphans(tx, observed, { ids: gone, as: "removed" })
  const settled = held.filter((id) => known.has(id) && !isGone.has(id))
  await releaseOrphans(tx, observed, { ids: settled, as: "settled" })
  await keepMissing(tx, observed, {
    back: changed.filter((id) => known.has(id)),
    gone: gone.filter((id) => known.has(id)),
  })
}

/** What the directory knows and Belvo has, or has no more. */
async function keepMissing(
  tx: Tx,
  { environmentId, at }: Observation,
  { back, gone }: { back: readonly string[]; gone: readonly string[] },
): Promise<void> {
  if (back.length > 0) await tx.missingLink.deleteMany({ where: { environmentId, linkId: { in: [...back] } } })
  if (gone.length === 0) return
  await tx.$executeRaw`
    INSERT INTO missing_link (environment_id, link_id, kind, found_at)
    SELECT ${environmentId}, id, 'removed', ${at}::timestamptz FROM unnest(${[...gone]}::uuid[]) AS n (id)
    ON CONFLICT (environment_id, link_id) DO UPDATE SET kind = excluded.kind, found_at = excluded.found_at`
}
