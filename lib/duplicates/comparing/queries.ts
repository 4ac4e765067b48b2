import { z } from "zod"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { groupAlike } from "@/lib/duplicates/comparing/rules"
import {
  type ComparedLink,
  type ComparisonState,
  comparedAtOnce,
  comparedLinks,
  comparisonStates,
  type Outcome,
  type RequestComparison,
  readAtOnce,
} from "@/lib/duplicates/comparing/schema"
import { Prisma } from "@/prisma/generated/client"

export type ComparisonCost = { links: number; more: boolean; requests: number }

/** How many links a comparison would read, and what that costs. */
export function previewComparison(ctx: Ctx, input: RequestComparison): Promise<ComparisonCost> {
  return read(ctx, "links:read", async (db) => {
    const ids = await findCandidates(db, ctx, input)
    const links = Math.min(ids.length, comparedAtOnce)
    return { links, more: ids.length > comparedAtOnce, requests: Math.ceil(links / readAtOnce) }
  })
}

/**
 * Present links of an institution of which nobody can tell whose login they are, and the others of their customers there; those of one
 * customer together. One more than is compared at once, where there are more.
 */
export async function findCandidates(
  db: Pick<ReadDb, "$queryRaw">,
  { environment }: Ctx,
  { institution, externalId }: RequestComparison,
): Promise<string[]> {
  const there = Prisma.sql`environment_id = ${environment.id} AND institution = ${institution} AND removed_at IS NULL`
  const customer = externalId === null ? Prisma.empty : Prisma.sql`AND external_id = ${externalId}`
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH older AS (
      SELECT id, external_id FROM link WHERE ${there} AND institution_user_id IS NULL ${customer}
      ORDER BY external_id, id LIMIT ${comparedAtOnce + 1}::integer)
    SELECT id::text FROM (
      SELECT id, external_id FROM older
      UNION
      SELECT id, external_id FROM link WHERE ${there} AND external_id IN (SELECT external_id FROM older)
    ) AS candidate ORDER BY external_id NULLS LAST, id LIMIT ${comparedAtOnce + 1}::integer`
  return rows.map(({ id }) => id)
}

export type ComparedRow = {
  id: string
  externalId: string | null
  status: string
  createdAt: Date
  removed: boolean
  /** Whether Belvo says whose login it is. */
  hasLogin: boolean
  outcome: Outcome
}
export type Comparison = {
  id: string
  institution: string
  state: ComparisonState
  requestedByName: string | null
  requestedAt: Date
  finishedAt: Date | null
  total: number
  done: number
  alike: readonly { grade: "same" | "number"; links: readonly ComparedRow[] }[]
  /** Links that could not be compared. */
  left: readonly ComparedRow[]
}

/** The latest of the environment, with its links as they are now; null where there was none. */
export function findLatestComparison(ctx: Ctx): Promise<Comparison | null> {
  return read(ctx, "links:read", async (db) => {
    const [row] = await db.$queryRaw<ComparisonRow[]>`
      SELECT c.id::text, c.institution, c.state, c.links, c.requested_at AS "requestedAt", c.finished_at AS "finishedAt",
        m.name AS "requestedByName"
      FROM duplicate_comparison c LEFT JOIN member m ON m.id = c.requested_by
      WHERE c.environment_id = ${ctx.environment.id} ORDER BY c.requested_at DESC LIMIT 1`
    return row ? toComparison(db, ctx, row) : null
  })
}

type ComparisonRow = Pick<Comparison, "id" | "institution" | "requestedAt" | "finishedAt" | "requestedByName"> & {
  state: string
  links: unknown
}

async function toComparison(db: ReadDb, ctx: Ctx, { links, ...row }: ComparisonRow): Promise<Comparison> {
  const compared = comparedLinks.parse(links)
  const shown = new Map((await readRows(db, ctx, compared)).map((one) => [one.id, one]))
  const rowOf = (id: string) => shown.get(id) ?? []
  return {
    ...row,
    state: z.enum(comparisonStates).parse(row.state),
    total: compared.length,
    done: compared.filter(({ outcome }) => outcome !== "waiting").length,
    alike: groupAlike(compared).map(({ grade, linkIds }) => ({ grade, links: linkIds.flatMap(rowOf) })),
    left: compared
      .filter(({ outcome }) => outcome !== "read" && outcome !== "waiting")
      .flatMap(({ linkId }) => rowOf(linkId)),
  }
}

async function readRows(db: ReadDb, { environment }: Ctx, compared: readonly ComparedLink[]): Promise<ComparedRow[]> {
  const rows = await db.link.findMany({
    where: { environmentId: environment.id, id: { in: compared.map(({ linkId }) => linkId) } },
    select: { id: true, externalId: true, status: true, createdAt: true, removedAt: true, institutionUserId: true },
  })
  const outcomes = new Map(compared.map(({ linkId, outcome }) => [linkId, outcome]))
  return rows.map(({ removedAt, institutionUserId, ...link }) => ({
    ...{ ...link, removed: removedAt !== null, hasLogin: institutionUserId !== null },
    outcome: outcomes.get(link.id) ?? "waiting",
  }))
}
