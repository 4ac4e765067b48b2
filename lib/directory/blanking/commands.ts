import type { Tx } from "@/lib/db"

/** Whose a link was that is long gone. A user who is still the operator's comes back with the next import; answers whether any went. */
export async function forgetLinks(tx: Tx, environmentId: number, linkIds: readonly string[]): Promise<boolean> {
  const { count } = await tx.directoryEntry.deleteMany({ where: { environmentId, linkId: { in: [...linkIds] } } })
  return count > 0
}
