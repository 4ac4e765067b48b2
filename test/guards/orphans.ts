import { adoptionsCopy, missingCopy, orphansCopy } from "@/lib/exports/orphans/queries"
import { exportAdoptions } from "@/lib/orphans/adoptions/commands"
import { countToExport, expectAdoptionExport, listAdoptionExports } from "@/lib/orphans/adoptions/queries"
import { adoptNamed, adoptOrphan, ignoreOrphans, markAsked, undoDecisions } from "@/lib/orphans/deciding/commands"
import { endIgnored } from "@/lib/orphans/deciding/expiring/commands"
import { adoptMatching, countAdoptable } from "@/lib/orphans/deciding/matching/commands"
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
  needs("orphans:resolve", countAdoptable, () => [{ params: "" }]),
  needs("orphans:resolve", adoptMatching, async (place) => {
    await makeOrphan(place)
    return [{ params: "", expectedCount: 1, snapshotAt }]
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

  needs("links:read", listOrphans, () => [all]),
  needs("links:read", countReasons, () => [all]),
  needs("links:read", listOrphanInstitutions, () => []),
  needs("links:read", listMissing, () => [missingListParams.parse({})]),
  needs("links:read", getOrphanReview, () => []),
  needs("links:read", listAdoptionExports, () => [adoptionListParams.parse({})]),
  needs("links:read", countToExport, () => []),
]
