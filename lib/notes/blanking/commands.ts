import type { Tx } from "@/lib/db"

/** That somebody wrote a note stays, its words go. Part of the transaction that blanks the links. */
export async function blankNotes(tx: Tx, environmentId: number, linkIds: readonly string[]): Promise<void> {
  await tx.note.updateMany({
    where: { environmentId, linkId: { in: [...linkIds] } },
    data: { text: "", ticket: null },
  })
}

/** The words of notes that were written of such links once they were blanked, and are as old by now. */
export async function blankLateNotes(tx: Tx, environmentId: number, before: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE note n SET text = '', ticket = NULL FROM link l
    WHERE n.environment_id = ${environmentId} AND n.at < ${before}::timestamptz AND n.text <> ''
      AND l.environment_id = n.environment_id AND l.id = n.link_id AND l.blanked_at IS NOT NULL`
}
