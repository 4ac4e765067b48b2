import type { Tx } from "@/lib/db"
import {
  type CountDelta,
  countsMoved,
  judge,
  type Move,
  movesBetween,
  type Sighting,
  sumCounts,
} from "@/lib/external-ids/moves/rules"
import type { Finding } from "@/lib/external-ids/schema"
import { Prisma } from "@/prisma/generated/client"

export type Observation = { environmentId: number; at: Date }

/** Part of the transaction that changes the links: what is known of their external ids, and the counts of it, follow. */
export async function keepFindings(tx: Tx, observed: Observation, sightings: readonly Sighting[]): Promise<void> {
  const moves = sightings.flatMap(movesBetween)
  const removed = await removeFindings(tx, observed, moves)
  const found = moves.flatMap(({ linkId, after }) => after.findings.map((finding) => ({ linkId, ...finding })))
  await insertFindings(tx, observed, found)
  await countMoves(tx, observed, [...removed, ...found.map(toCount), ...moves.flatMap(countsMoved)])
}

type Kept = Finding & { linkId: string }

const toCount = ({ linkId, kind, shape }: Omit<Kept, "grade">): CountDelta => ({ linkId, what: kind, shape, delta: 1 })

async function removeFindings(tx: Tx, { environmentId }: Observation, moves: readonly Move[]): Promise<CountDelta[]> {
  const ids = moves.filter(({ hadId }) => hadId).map(({ linkId }) => linkId)
  if (ids.length === 0) return []
  const removed = await tx.$queryRaw<Omit<Kept, "grade">[]>`
    DELETE FROM external_id_finding WHERE environment_id = ${environmentId} AND link_id = ANY (${ids}::uuid[])
    RETURNING link_id::text AS "linkId", kind, shape`
  return removed.map((one) => ({ ...toCount(one), delta: -1 }))
}

async function insertFindings(tx: Tx, { environmentId, at }: Observation, found: readonly Kept[]): Promise<void> {
  if (found.length === 0) return
  await tx.$executeRaw`
    INSERT INTO external_id_finding (environment_id, link_id, kind, grade, shape, found_at)
    SELECT ${environmentId}, f."linkId", f.kind, f.grade, f.shape, ${at}::timestamptz FROM ${recordset(found)}
    ON CONFLICT DO NOTHING`
}

const recordset = (found: readonly Kept[]): Prisma.Sql =>
  Prisma.sql`jsonb_to_recordset(${JSON.stringify(found)}::jsonb) AS f ("linkId" uuid, kind text, grade text, shape text)`

/** Links that a review has yet to come to are counted by it, as they are then. */
async function countMoves(tx: Tx, { environmentId }: Observation, deltas: readonly CountDelta[]): Promise<void> {
  if (deltas.length === 0) return
  const review = await tx.externalIdReview.findUnique({ where: { environmentId } })
  if (!review) return
  const { cursor } = review
  await appendCounts(tx, environmentId, cursor === null ? deltas : deltas.filter(({ linkId }) => linkId <= cursor))
}

/** Appended, never added to a row: one hot row would make the writers of links wait for each other. */
async function appendCounts(tx: Tx, environmentId: number, deltas: readonly CountDelta[]): Promise<void> {
  const sums = sumCounts(deltas)
  if (sums.length === 0) return
  await tx.$executeRaw`
    INSERT INTO external_id_count (environment_id, what, shape, delta)
    SELECT ${environmentId}, d.what, d.shape, d.delta
    FROM jsonb_to_recordset(${JSON.stringify(sums)}::jsonb) AS d (what text, shape text, delta integer)`
}

export type Stretch = {
  after: string
  upTo: string
  links: readonly { linkId: string; externalId: string | null; present: boolean }[]
}

/** All links of a stretch of ids, by the rules as they are now. Nobody else may write links meanwhile. */
export async function renewFindings(tx: Tx, observed: Observation, { after, upTo, links }: Stretch): Promise<void> {
  const { environmentId } = observed
  const judged = links.map(({ linkId, externalId, present }) => ({
    linkId,
    ...judge(present ? externalId : undefined),
  }))
  const found = judged.flatMap(({ linkId, findings }) => findings.map((finding) => ({ linkId, ...finding })))
  await tx.$executeRaw`
    DELETE FROM external_id_finding old
    WHERE environment_id = ${environmentId} AND link_id > ${after}::uuid AND link_id <= ${upTo}::uuid
      AND NOT EXISTS (SELECT FROM ${recordset(found)}
        WHERE (f."linkId", f.kind, f.grade, f.shape) = (old.link_id, old.kind, old.grade, old.shape))`
  await insertFindings(tx, observed, found)
  const counted = judged.flatMap(({ linkId, counts }) => counts.map((count) => ({ linkId, ...count, delta: 1 })))
  await appendCounts(tx, environmentId, [...found.map(toCount), ...counted])
}

/** One row a count in place of many. Answers how many rows it took away. */
export async function foldCounts(tx: Tx, environmentId: number): Promise<number> {
  const [row] = await tx.$queryRaw<{ fewer: number }[]>`
    WITH crowded AS (
      SELECT what, shape FROM external_id_count WHERE environment_id = ${environmentId}
      GROUP BY what, shape HAVING count(*) > 1 OR sum(delta) = 0
    ), taken AS (
      DELETE FROM external_id_count c USING crowded
      WHERE c.environment_id = ${environmentId} AND (c.what, c.shape) = (crowded.what, crowded.shape)
      RETURNING c.*
    ), folded AS (
      INSERT INTO external_id_count (environment_id, what, shape, delta)
      SELECT environment_id, what, shape, sum(delta) FROM taken GROUP BY 1, 2, 3 HAVING sum(delta) <> 0
      RETURNING 1
    )
    SELECT ((SELECT count(*) FROM taken) - (SELECT count(*) FROM folded))::integer AS fewer`
  return row?.fewer ?? 0
}
