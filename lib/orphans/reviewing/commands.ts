import type { Tx } from "@/lib/db"
import { findUnknown } from "@/lib/orphans/evidence/queries"
import { keepUnknown, type Observation, releaseOrphans } from "@/lib/orphans/judging/commands"
import { Prisma } from "@/prisma/generated/client"

const linksAtOnce = 4_000
const idsAtOnce = 10_000
const beforeAll = "00000000-0000-0000-0000-000000000000"

export type Stretched = "more" | "over"

/**
 * One stretch of comparing all links with the directory as it is now, and then all of its link ids with the links. Begins anew where
 * the directory has changed since. Nobody else may write links meanwhile.
 */
export async function reviewStretch(tx: Tx, observed: Observation): Promise<Stretched> {
  const { environmentId } = observed
  const total = await tx.directoryTotal.findUnique({ where: { environmentId } })
  if (!total) return "over"
  const review = await takeUp(tx, observed, total.version)
  if (review.phase === "done") return "over"
  const place = { after: review.cursor, hasUsers: total.users > 0 }
  const { upTo, done } =
    review.phase === "links" ? await reviewLinks(tx, observed, place) : await reviewIds(tx, observed, place)
  const next = upTo ? { cursor: upTo } : { cursor: beforeAll, phase: review.phase === "links" ? "ids" : "done" }
  const ended = next.phase === "done" ? { finishedAt: observed.at } : {}
  await tx.orphanReview.update({
    where: { environmentId },
    data: { ...next, ...ended, done: { increment: done } },
  })
  return ended.finishedAt ? "over" : "more"
}

/** Whether the directory has changed since all was compared with it. */
export async function isReviewDue(tx: Tx, environmentId: number): Promise<boolean> {
  const total = await tx.directoryTotal.findUnique({ where: { environmentId }, select: { version: true } })
  const review = await tx.orphanReview.findUnique({ where: { environmentId } })
  return total !== null && !(review?.version === total.version && review.phase === "done")
}

async function takeUp(tx: Tx, { environmentId, at }: Observation, version: number) {
  const review = await tx.orphanReview.findUnique({ where: { environmentId } })
  if (review?.version === version) return review
  const [count] = await tx.$queryRaw<{ total: number }[]>`
    SELECT (SELECT count(*) FROM link WHERE environment_id = ${environmentId})::integer
      + (SELECT links FROM directory_total WHERE environment_id = ${environmentId}) AS total`
  const begun = { version, phase: "links", cursor: beforeAll, done: 0, total: count?.total ?? 0, startedAt: at }
  return tx.orphanReview.upsert({
    where: { environmentId },
    create: { environmentId, ...begun },
    update: { ...begun, finishedAt: null },
  })
}

type Place = { after: string; hasUsers: boolean }
/** `upTo` null: nothing was left. */
type Reviewed = { upTo: string | null; done: number }

async function reviewLinks(tx: Tx, observed: Observation, { after, hasUsers }: Place): Promise<Reviewed> {
  const { environmentId } = observed
  const [stretch] = await tx.$queryRaw<{ upTo: string | null; done: number }[]>`
    SELECT max(id::text) AS "upTo", count(*)::integer AS done FROM (
      SELECT id FROM link WHERE environment_id = ${environmentId} AND id > ${after}::uuid ORDER BY id LIMIT ${linksAtOnce}::integer) AS l`
  if (!stretch?.upTo) return { upTo: null, done: 0 }
  const within = Prisma.sql`l.id > ${after}::uuid AND l.id <= ${stretch.upTo}::uuid`
  const unknown = hasUsers ? await findUnknown(tx, environmentId, within) : []
  const keep = new Set(unknown.map(({ linkId }) => linkId))
  const rows = await tx.$queryRaw<{ id: string; removed: boolean }[]>`
    SELECT o.link_id::text AS id, l.removed_at IS NOT NULL AS removed FROM orphan o
    JOIN link l ON l.environment_id = ${environmentId} AND l.id = o.link_id
    WHERE o.environment_id = ${environmentId} AND o.link_id > ${after}::uuid AND o.link_id <= ${stretch.upTo}::uuid`
  const released = rows.filter(({ id }) => !keep.has(id))
  const idsOf = (removed: boolean) => released.filter((one) => one.removed === removed).map(({ id }) => id)
  await releaseOrphans(tx, observed, { ids: idsOf(true), as: "removed" })
  await releaseOrphans(tx, observed, { ids: idsOf(false), as: "settled" })
  await keepUnknown(tx, observed, unknown)
  return { upTo: stretch.upTo, done: stretch.done }
}

async function reviewIds(tx: Tx, { environmentId, at }: Observation, { after }: Place): Promise<Reviewed> {
  const [stretch] = await tx.$queryRaw<{ upTo: string | null; done: number }[]>`
    SELECT max(link_id::text) AS "upTo", count(*)::integer AS done FROM (
      SELECT DISTINCT link_id FROM directory_entry
      WHERE environment_id = ${environmentId} AND link_id > ${after}::uuid AND link_id IS NOT NULL AND removed_by IS NULL
      ORDER BY link_id LIMIT ${idsAtOnce}::integer) AS e`
  const upTo = stretch?.upTo ?? null
  const isWithin = (id: string) => {
    const column = Prisma.raw(id)
    return Prisma.sql`${column} > ${after}::uuid ${upTo ? Prisma.sql`AND ${column} <= ${upTo}::uuid` : Prisma.empty}`
  }
  await tx.$executeRaw`
    DELETE FROM missing_link m WHERE m.environment_id = ${environmentId} AND ${isWithin("m.link_id")} AND (
      NOT EXISTS (SELECT FROM directory_entry e WHERE e.environment_id = ${environmentId} AND e.link_id = m.link_id AND e.removed_by IS NULL)
      OR EXISTS (SELECT FROM link l WHERE l.environment_id = ${environmentId} AND l.id = m.link_id AND l.removed_at IS NULL))`
  if (!upTo) return { upTo: null, done: 0 }
  await tx.$executeRaw`
    INSERT INTO missing_link (environment_id, link_id, kind, found_at)
    SELECT ${environmentId}, e.link_id, CASE WHEN l.id IS NULL THEN 'never' ELSE 'removed' END, ${at}::timestamptz
    FROM (SELECT DISTINCT e.link_id FROM directory_entry e
      WHERE e.environment_id = ${environmentId} AND ${isWithin("e.link_id")} AND e.link_id IS NOT NULL AND e.removed_by IS NULL) AS e
    LEFT JOIN link l ON l.environment_id = ${environmentId} AND l.id = e.link_id
    WHERE l.id IS NULL OR l.removed_at IS NOT NULL
    ON CONFLICT (environment_id, link_id) DO UPDATE SET kind = excluded.kind WHERE missing_link.kind <> excluded.kind`
  return { upTo, done: stretch?.done ?? 0 }
}
