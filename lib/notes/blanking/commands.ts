import type { Tx } from "@/lib/db"

/** That somebody wrote a note stays, its words go. Part of the transaction that blanks the links. */
export async function blankNotes(tx: Tx, environmentId: number, linkIds: readonly string[]): Promise<void> {
  await tx.note.updateMany({
    where: { environmentId, linkId: { in: [...linkIds] } },
    data: { text: "", ticket: null },
  })
}
