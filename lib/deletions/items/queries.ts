import { uuid } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import type { ItemListParams } from "@/lib/deletions/items/schema"
import { type Counts, findRequest } from "@/lib/deletions/requests/queries"
import {
  type DeletionFailure,
  type DeletionState,
  deletionFailure,
  deletionStates,
  type SkipReason,
  skipReasons,
} from "@/lib/deletions/schema"
import { notFound } from "@/lib/errors"
import { institutionName } from "@/lib/links/facets/queries"
import { type Page, pageOf } from "@/lib/page"
import { Prisma } from "@/prisma/generated/client"

export type ItemRow = {
  linkId: string
  institution: string
  institutionName: string | null
  /** As it was when the link was chosen. */
  status: string
  linkCreatedAt: Date
  survivorId: string | null
  inDirectory: boolean
  state: DeletionState
  skipped: SkipReason | null
  failure: DeletionFailure | null
  belvoRequestId: string | null
  settledAt: Date | null
}

const pageSize = 50

/** A request's links by id, with what came of each. */
export async function listItems(
  ctx: Ctx,
  { requestId, params }: { requestId: string; params: ItemListParams },
): Promise<Page<ItemRow>> {
  const request = await findRequest(ctx, { requestId })
  if (!request) throw notFound()
  return read(ctx, "links:read", async (db) => {
    const found = await readItems(db, { environmentId: ctx.environment.id, requestId, params })
    const page = pageOf(found.map(toItem), { size: pageSize, turned: params, keyOf: ({ linkId }) => [linkId] })
    return { ...page, total: { count: countOf(request.counts, params.state), exact: true } }
  })
}

type Reading = { environmentId: number; requestId: string; params: ItemListParams }

function readItems(db: ReadDb, { environmentId, requestId, params }: Reading): Promise<FoundItem[]> {
  const { state, after, before } = params
  const [from] = after ?? before ?? []
  const [way, than] = before === null ? (["ASC", ">"] as const) : (["DESC", "<"] as const)
  return db.$queryRaw<FoundItem[]>`
    SELECT link_id::text AS "linkId", institution, ${institutionName(environmentId, Prisma.sql`deletion.institution`)},
      status, link_created_at AS "linkCreatedAt", survivor_id::text AS "survivorId",
      in_directory AS "inDirectory", state, skipped, failure, belvo_request_id AS "belvoRequestId", settled_at AS "settledAt"
    FROM deletion WHERE environment_id = ${environmentId} AND request_id = ${requestId}::uuid
      ${state === "" ? Prisma.empty : Prisma.sql`AND state = ${state}`}
      ${uuid.safeParse(from).success ? Prisma.sql`AND link_id ${Prisma.raw(than)} ${String(from)}::uuid` : Prisma.empty}
    ORDER BY link_id ${Prisma.raw(way)} LIMIT ${pageSize + 1}`
}

const countOf = (counts: Counts, state: ItemListParams["state"]): number =>
  state === "" ? deletionStates.reduce((sum, one) => sum + counts[one], 0) : counts[state]

type FoundItem = Omit<ItemRow, "state" | "skipped" | "failure"> & {
  state: string
  skipped: string | null
  failure: unknown
}

const toItem = ({ state, skipped, failure, ...row }: FoundItem): ItemRow => ({
  ...row,
  state: deletionStates.find((one) => one === state) ?? "failed",
  skipped: skipReasons.find((one) => one === skipped) ?? null,
  failure: deletionFailure.nullable().catch(null).parse(failure),
})
