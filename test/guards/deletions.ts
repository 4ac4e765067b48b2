import { findCertificate, openCertificate } from "@/lib/deletions/certificate/queries"
import { cancelDeletion, requestDeletion, retryDeletion } from "@/lib/deletions/commands"
import { startDueRequests } from "@/lib/deletions/due/commands"
import { expireRequests } from "@/lib/deletions/expiring/commands"
import { listItems } from "@/lib/deletions/items/queries"
import { itemListParams } from "@/lib/deletions/items/schema"
import { findLatestDeletion, getDeletion } from "@/lib/deletions/queries"
import { cancelRequest } from "@/lib/deletions/requests/cancelling/commands"
import { confirmRequest, createDraft, retryFailed, retryRequest } from "@/lib/deletions/requests/commands"
import { approveRequest, refuseRequest } from "@/lib/deletions/requests/deciding/commands"
import { getLosses } from "@/lib/deletions/requests/preview/queries"
import { getRequestProgress } from "@/lib/deletions/requests/progress/queries"
import { findConfirmation, findRequest, listDecidable, listRequests } from "@/lib/deletions/requests/queries"
import { runRequest } from "@/lib/deletions/running/commands"
import { twelve } from "@/simulator/worlds/twelve"
import { needs, type Row } from "@/test/guards/row"

const reason = "The customer asked for it"
const { signal } = new AbortController()
const untold = { linkIds: null }

export const deletionRows: readonly Row[] = [
  needs("deletions:request", requestDeletion, ({ ids }) => [{ linkId: ids.link, confirmation: "usr_000001", reason }]),
  needs("deletions:cancel", cancelDeletion, ({ ids }) => [{ deletionId: ids.requested }]),
  needs("deletions:request", retryDeletion, async ({ ids, db }) => {
    await db.deletion.updateMany({ where: { id: ids.requested }, data: { state: "cancelled" } })
    return [{ deletionId: ids.failed }]
  }),
  needs("links:read", findLatestDeletion, () => [{ linkId: twelve.duplicateOlder }], { elsewhere: { value: null } }),
  needs("links:read", getDeletion, ({ ids }) => [{ id: ids.requested }]),

  needs("deletions:request", createDraft, ({ ids }) => [{ selection: { kind: "links", ids: [ids.link] } }]),
  needs("deletions:request", confirmRequest, ({ ids }) => [
    { requestId: ids.draft, confirmation: "usr_000001", reason },
  ]),
  needs("deletions:request", retryRequest, ({ ids }) => [{ requestId: ids.doneRequest }]),
  needs("deletions:request", retryFailed, ({ ids }) => [{ requestId: ids.doneRequest, ...untold }]),
  needs("deletions:approve", approveRequest, ({ ids }) => [{ requestId: ids.awaitingRequest }]),
  needs("deletions:approve", refuseRequest, ({ ids }) => [{ requestId: ids.awaitingRequest, reason }]),
  needs("deletions:cancel", cancelRequest, ({ ids }) => [{ requestId: ids.heldRequest }]),

  needs("links:read", listRequests, () => [{ after: null }]),
  needs("links:read", listDecidable, () => []),
  needs("links:read", findRequest, ({ ids }) => [{ requestId: ids.heldRequest }], { elsewhere: { value: null } }),
  needs("links:read", getRequestProgress, ({ ids }) => [{ id: ids.heldRequest }]),
  needs("links:read", findConfirmation, ({ ids }) => [{ requestId: ids.draft }], { elsewhere: { value: null } }),
  needs("links:read", getLosses, ({ ids }) => [{ requestId: ids.heldRequest }], { elsewhere: { value: { links: 0 } } }),
  needs("links:read", listItems, ({ ids }) => [{ requestId: ids.heldRequest, params: itemListParams.parse({}) }]),
  needs("links:read", findCertificate, ({ ids }) => [{ requestId: ids.draft, most: 10 }], {
    elsewhere: { value: null },
  }),
  needs("links:read", openCertificate, ({ ids }) => [{ requestId: ids.doneRequest }]),

  needs(
    ["deletions:carry-out", "keys:open"],
    runRequest,
    ({ ids }) => [{ requestId: ids.runningRequest, signal, patienceMs: 0 }],
    { elsewhere: { value: undefined } },
  ),
  needs("deletions:carry-out", startDueRequests, () => []),
  needs("housekeeping", expireRequests, () => []),
]
