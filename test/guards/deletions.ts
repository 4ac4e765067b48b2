import { settleAbandoned } from "@/lib/deletions/abandoned/commands"
import { carryOut } from "@/lib/deletions/carrying-out/commands"
import { cancelDeletion, requestDeletion, retryDeletion } from "@/lib/deletions/commands"
import { confirmDeletion, settleDeletion } from "@/lib/deletions/confirming/commands"
import { findLatestDeletion, getDeletion } from "@/lib/deletions/queries"
import { twelve } from "@/simulator/worlds/twelve"
import { needs, type Row } from "@/test/guards/row"

const reason = "The customer asked for it"

export const deletionRows: readonly Row[] = [
  needs("deletions:request", requestDeletion, ({ ids }) => [{ linkId: ids.link, confirmation: "usr_000001", reason }]),
  needs("deletions:request", cancelDeletion, ({ ids }) => [{ deletionId: ids.requested }]),
  needs("deletions:request", retryDeletion, async ({ ids, db }) => {
    await db.deletion.updateMany({ where: { id: ids.requested }, data: { state: "cancelled" } })
    return [{ deletionId: ids.failed }]
  }),
  needs("links:read", findLatestDeletion, () => [{ linkId: twelve.duplicateOlder }], { elsewhere: { value: null } }),
  needs("links:read", getDeletion, ({ ids }) => [{ id: ids.requested }]),

  needs(["deletions:carry-out", "keys:open"], carryOut, ({ ids }) => [{ deletionId: ids.requested }], {
    elsewhere: { value: undefined },
  }),
  needs(["deletions:carry-out", "links:read", "keys:open"], confirmDeletion, ({ ids }) => [
    { deletionId: ids.accepted, attempt: 0 },
  ]),
  needs(
    "deletions:carry-out",
    settleDeletion,
    ({ ids }) => [{ deletionId: ids.accepted, linkId: twelve.overdueMonthly, state: "done" }],
    { elsewhere: { value: undefined } },
  ),
  needs("deletions:carry-out", settleAbandoned, () => []),
]
