import type { Tx } from "@/lib/db"

/**
 * Whose a link was that is long gone, unless that user has another link: who is known by it stays known. Answers whether any went; a
 * user who is still the operator's comes back with the next import.
 */
export async function forgetLinks(tx: Tx, environmentId: number, linkIds: readonly string[]): Promise<boolean> {
  const count = await tx.$executeRaw`
    DELETE FROM directory_entry e
    WHERE environment_id = ${environmentId} AND link_id = ANY (${[...linkIds]}::uuid[]) AND NOT EXISTS (SELECT FROM link l
      WHERE l.environment_id = ${environmentId} AND l.external_id = e.external_id AND l.removed_at IS NULL)`
  return count > 0
}
