import { cancelBatch, confirmBatch, createBatch, pauseBatch, resumeBatch, retryBatch } from "@/lib/batches/commands"
import { expireBatches, startDueBatches } from "@/lib/batches/due/commands"
import { listItems } from "@/lib/batches/items/queries"
import { itemListParams } from "@/lib/batches/items/schema"
import { getPreview } from "@/lib/batches/preview/queries"
import { getBatchProgress } from "@/lib/batches/progress/queries"
import { findBatch, getBatchRow, getDeed, listBatches } from "@/lib/batches/queries"
import { claim } from "@/lib/batches/running/claiming/commands"
import { runBatch } from "@/lib/batches/running/commands"
import type { BatchState, ItemState } from "@/lib/batches/schema"
import { batchCopy } from "@/lib/exports/batches/queries"
import type { Place } from "@/test/guards/place"
import { needs, type Row } from "@/test/guards/row"

const { signal } = new AbortController()
const deed = { kind: "refresh" } as const

async function batchIn({ db, here, ids }: Place, state: BatchState, item: ItemState): Promise<{ batchId: string }> {
  const [batchId, member] = [crypto.randomUUID(), crypto.randomUUID()]
  const of = { environmentId: here.id, kind: deed.kind, state, source: "links", links: 1 }
  const made = { createdBy: member, createdAt: new Date(), confirmedBy: member, confirmedAt: new Date() }
  await db.batch.create({ data: { ...of, ...made, id: batchId } })
  const link = { environmentId: here.id, batchId, linkId: ids.link, institution: "erebor_mx_retail" }
  await db.batchItem.create({ data: { ...link, status: "valid", state: item } })
  return { batchId }
}

const refreshes = ["links:read", "links:refresh"] as const
const noBatch = { elsewhere: { error: { code: "NOT_FOUND" } } }

export const batchRows: readonly Row[] = [
  needs("links:refresh", createBatch, ({ ids }) => [{ deed, selection: { kind: "links", ids: [ids.link] } }]),
  needs(
    refreshes,
    confirmBatch,
    async (place) => [{ ...(await batchIn(place, "draft", "draft")), confirmation: "" }],
    noBatch,
  ),
  needs(refreshes, pauseBatch, async (place) => [await batchIn(place, "running", "waiting")], noBatch),
  needs(refreshes, resumeBatch, async (place) => [await batchIn(place, "paused", "waiting")], noBatch),
  needs(refreshes, cancelBatch, async (place) => [await batchIn(place, "running", "waiting")], noBatch),
  needs(refreshes, retryBatch, async (place) => [await batchIn(place, "done", "failed")], noBatch),

  needs("links:read", listBatches, () => [{ after: null }]),
  needs("links:read", getBatchProgress, async (place) => [{ id: (await batchIn(place, "draft", "draft")).batchId }]),
  needs("links:read", findBatch, async (place) => [await batchIn(place, "draft", "draft")], {
    elsewhere: { value: null },
  }),
  needs("links:read", getBatchRow, async (place) => [await batchIn(place, "draft", "draft")], noBatch),
  needs("links:refresh", getDeed, async (place) => [await batchIn(place, "draft", "draft")], noBatch),
  needs("links:read", getPreview, async (place) => [await batchIn(place, "draft", "draft")], {
    elsewhere: { value: { links: 0, leftOut: [] } },
  }),
  needs(
    "links:read",
    listItems,
    async (place) => [{ ...(await batchIn(place, "running", "sent")), params: itemListParams.parse({}) }],
    noBatch,
  ),
  needs(
    "links:read",
    batchCopy,
    async (place) => [{ batch: (await batchIn(place, "done", "done")).batchId, state: "" }],
    noBatch,
  ),

  needs("batches:carry-out", claim, async (place) => [(await batchIn(place, "running", "waiting")).batchId], {
    elsewhere: { value: null },
  }),
  needs(
    ["batches:carry-out", "links:refresh", "keys:open"],
    runBatch,
    async (place) => [{ ...(await batchIn(place, "running", "waiting")), signal }],
    { elsewhere: { value: undefined } },
  ),
  needs("batches:carry-out", startDueBatches, () => []),
  needs("housekeeping", expireBatches, () => []),
]
