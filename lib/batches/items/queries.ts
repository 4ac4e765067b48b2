import type { ItemListParams } from "@/lib/batches/items/schema"
import { getBatchRow } from "@/lib/batches/queries"
import { type ItemState, itemStates } from "@/lib/batches/schema"
import { uuid } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read } from "@/lib/db"
import { institutionName } from "@/lib/links/facets/queries"
import { type Page, pageOf } from "@/lib/page"
import { Prisma } from "@/prisma/generated/client"

export type ItemRow = {
  linkId: string
  /** As the link has it now; null where it has none. */
  externalId: string | null
  institution: string
  institutionName: string | null
  /** As it was when the link was chosen. */
  status: string
  accessMode: string | null
  state: ItemState
  /** Why it was left out or failed: a word of ours, or Belvo's code. */
  reason: string | null
  belvoRequestId: string | null
  settledAt: Date | null
}

const pageSize = 50

/** A batch's links by id, with what came of each. Throws NOT_FOUND. */
export async function listItems(
  ctx: Ctx,
  { batchId, params }: { batchId: string; params: ItemListParams },
): Promise<Page<ItemRow>> {
  const { links } = await getBatchRow(ctx, { batchId })
  const { state } = params
  const of = { environmentId: ctx.environment.id, batchId, state }
  const [found, count] = await read(ctx, "links:read", async (db) => [
    await readItems(db, ctx, { batchId, params }),
    state === "" ? links : await db.batchItem.count({ where: of }),
  ])
  const page = pageOf(found.map(toItem), { size: pageSize, turned: params, keyOf: ({ linkId }) => [linkId] })
  return { ...page, total: { count, exact: true } }
}

type Reading = { batchId: string; params: ItemListParams }

function readItems(db: ReadDb, ctx: Ctx, { batchId, params }: Reading): Promise<FoundItem[]> {
  const { state, after, before } = params
  const [from] = after ?? before ?? []
  const [way, than] = before === null ? (["ASC", ">"] as const) : (["DESC", "<"] as const)
  return db.$queryRaw<FoundItem[]>`
    SELECT i.link_id::text AS "linkId", l.external_id AS "externalId", i.institution,
      ${institutionName(ctx.environment.id, Prisma.sql`i.institution`)}, i.status, i.access_mode AS "accessMode", i.state, i.reason,
      i.belvo_request_id AS "belvoRequestId", i.settled_at AS "settledAt"
    FROM batch_item i
    LEFT JOIN LATERAL (SELECT external_id FROM link WHERE environment_id = i.environment_id AND id = i.link_id LIMIT 1) AS l ON true
    WHERE i.environment_id = ${ctx.environment.id} AND i.batch_id = ${batchId}::uuid
      ${state === "" ? Prisma.empty : Prisma.sql`AND i.state = ${state}`}
      ${uuid.safeParse(from).success ? Prisma.sql`AND i.link_id ${Prisma.raw(than)} ${String(from)}::uuid` : Prisma.empty}
    ORDER BY i.link_id ${Prisma.raw(way)} LIMIT ${pageSize + 1}`
}

type FoundItem = Omit<ItemRow, "state"> & { state: string }

const toItem = ({ state, ...row }: FoundItem): ItemRow => ({
  ...row,
  state: itemStates.find((one) => one === state) ?? "failed",
})
