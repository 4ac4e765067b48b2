import { adoptionsCopy, missingCopy, orphansCopy } from "@/lib/exports/orphans/queries"
import { exportAdoptions } from "@/lib/orphans/adoptions/commands"
import { countToExport, expectAdoptionExport, listAdoptionExports } from "@/lib/orphans/adoptions/queries"
import { countBulk, startBulk, undoBulk } from "@/lib/orphans/bulk/commands"
import { getBulkProgress } from "@/lib/orphans/bulk/progress/queries"
import { findBulk, listBulk, listLeftOut } from "@/lib/orphans/bulk/queries"
import { runBulk } from "@/lib/orphans/bulk/running/commands"
import { bulkListParams } from "@/lib/orphans/bulk/schema"
import { adoptNamed, adoptOrphan, ignoreOrphans, markAsked, undoDecisions } from "@/lib/orphans/deciding/commands"
import { endIgnored } from "@/lib/orphans/deciding/expiring/commands"
import { countReasons, listOrphanInstitutions, listOrphans } from "@/lib/orphans/list/queries"
import { listMissing } from "@/lib/orphans/missing/queries"
import { getOrphanReview } from "@/lib/orphans/reviewing/queries"
import { adoptionListParams, missingListParams, orphanListParams } from "@/lib/orphans/schema"
import type { Place } from "@/test/guards/place"
import { needs, open, type Row } from "@/test/guards/row"

const externalId = "usr_000001"
const at = new Date("2026-03-01T11:00:00Z")

/** An orphan whose external id is a user's; answers its link. */
async function makeOrphan({ db, here, ids }: Place): Promise<string> {
  const found = { reason: "exact", confidence: "high", matchedExternalId: externalId, rivals: 0, foundAt: at }
  const link = { environmentId: here.id, linkId: ids.link, institution: "erebor_mx_retail", status: "valid" }
  await db.orphan.create({ data: { ...found, ...link, createdAt: at } })
  return ids.link
}

async function makeDecision(place: Place, exportId: string | null = null): Promise<string> {
  const { db, here, members } = place
  const linkId = await makeOrphan(place)
  const made = { environmentId: here.id, linkId, kind: "adopt", externalId, basis: "exact", exportId }
  const { id } = await db.orphanDecision.create({ data: { ...made, decidedBy: members.admin.id, decidedAt: at } })
  await db.orphan.updateMany({ where: { linkId }, data: { state: "adopted", decisionId: id } })
  return linkId
}

async function makeExport({ db, here, members }: Place): Promise<string> {
  const made = { environmentId: here.id, createdAt: at, memberId: members.admin.id, rows: 1 }
  return (await db.adoptionExport.create({ data: made })).id
}

/** A decision about many that was made about one. */
async function makeBulk(place: Place): Promise<string> {
  const { db, here, members } = place
  const linkId = await makeDecision(place)
  const made = { environmentId: here.id, kind: "ask", params: "", memberId: members.admin.id, createdAt: at }
  const { id } = await db.orphanBulk.create({ data: { ...made, state: "done", links: 1, done: 1, decided: 1 } })
  await db.orphanBulkItem.create({
    data: { environmentId: here.id, bulkId: id, place: 1, linkId, outcome: "taken" },
  })
  await db.orphanDecision.updateMany({ where: { linkId }, data: { bulkId: id } })
  return id
}

const snapshotAt = "2026-03-01T12:00:00.000Z"
const all = orphanListParams.parse({})

export const orphanRows: readonly Row[] = [
  needs("orphans:resolve", adoptOrphan, async (place) => [
    { linkId: await makeOrphan(place), externalId, basis: "proposed" },
  ]),
  needs("orphans:resolve", adoptNamed, async (place) => [{ ids: [await makeOrphan(place)] }]),
  needs("orphans:resolve", markAsked, async (place) => [{ ids: [await makeOrphan(place)] }]),
  needs("orphans:resolve", ignoreOrphans, async (place) => [
    { ids: [await makeOrphan(place)], note: "Their test account", until: "2026-04-01" },
  ]),
  needs("orphans:resolve", undoDecisions, async (place) => [{ ids: [await makeDecision(place)] }]),
  needs("orphans:resolve", countBulk, () => [{ kind: "ask" as const, params: "" }]),
  needs("orphans:resolve", startBulk, async (place) => {
    await makeOrphan(place)
    return [{ deed: { kind: "ask" as const }, params: "", expectedCount: 1, snapshotAt }]
  }),
  needs("orphans:resolve", undoBulk, async (place) => [{ bulkId: await makeBulk(place) }]),
  needs("orphans:decide", runBulk, async (place) => [{ bulkId: await makeBulk(place) }, new AbortController().signal], {
    elsewhere: { value: undefined },
  }),
  needs("exports:machine", exportAdoptions, async (place) => {
    await makeDecision(place)
    return []
  }),
  needs("exports:machine", expectAdoptionExport, async (place) => [{ id: await makeExport(place) }]),
  needs("exports:machine", adoptionsCopy, async (place) => [{ batch: await makeExport(place) }]),
  open("only writes the text of a query", orphansCopy, () => [all, false]),
  open("only writes the text of a query", missingCopy, () => [{ kind: "" as const }, false]),
  needs("housekeeping", endIgnored, () => []),

  needs("links:read", listBulk, () => [bulkListParams.parse({})]),
  needs("links:read", findBulk, async (place) => [{ bulkId: await makeBulk(place) }], { elsewhere: { value: null } }),
  needs("links:read", getBulkProgress, async (place) => [{ id: await makeBulk(place) }]),
  needs(
    "links:read",
    listLeftOut,
    async (place) => [{ bulkId: await makeBulk(place), params: bulkListParams.parse({}) }],
    { elsewhere: { value: { rows: [], after: null } } },
  ),
  needs("links:read", listOrphans, () => [all]),
  needs("links:read", countReasons, () => [all]),
  needs("links:read", listOrphanInstitutions, () => [all]),
  needs("links:read", listMissing, () => [missingListParams.parse({})]),
  needs("links:read", getOrphanReview, () => []),
  needs("links:read", listAdoptionExports, () => [adoptionListParams.parse({})]),
  needs("links:read", countToExport, () => []),
]
