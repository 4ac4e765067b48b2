import type { Tx } from "@/lib/db"

/** What was decided stays, for whom and in which words goes. Part of the transaction that blanks the links. */
export async function blankDecisions(tx: Tx, environmentId: number, linkIds: readonly string[]): Promise<void> {
  await tx.orphanDecision.updateMany({
    where: { environmentId, linkId: { in: [...linkIds] } },
    data: { externalId: null, note: null },
  })
  await tx.missingLink.deleteMany({ where: { environmentId, linkId: { in: [...linkIds] } } })
}
