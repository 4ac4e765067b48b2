import { BelvoApiError, isBelvoError, isPassing } from "@/lib/belvo/errors"
import type { Ctx } from "@/lib/ctx"
import { confirmGone, type Reading, rereadLinks } from "@/lib/mirror/commands"

/** By id, with Belvo's refusal where it gave one. */
export type Unclear = Map<string, BelvoApiError | null>
type Reads = Reading & { linkIds: readonly string[] }

/**
 * Reads links live into the mirror, at most 150. Answers those of which Belvo gave no clear answer: of them nothing is known. Throws
 * where the same would come of any other link.
 */
export async function readThrough(ctx: Ctx, reads: Reads): Promise<Unclear> {
  if (reads.linkIds.length === 0) return new Map()
  const read = await rereadLinks(ctx, reads).catch(unreadable)
  return "error" in read ? readEach(ctx, reads) : confirmEach(ctx, { ...reads, linkIds: read.missing })
}

async function readEach(ctx: Ctx, { linkIds, ...why }: Reads): Promise<Unclear> {
  const [only, ...others] = linkIds
  if (only !== undefined && others.length === 0) return new Map([[only, null]])
  const unclear: Unclear = new Map()
  for (const linkId of linkIds) {
    for (const [id, error] of await readThrough(ctx, { ...why, linkIds: [linkId] })) unclear.set(id, error)
  }
  return unclear
}

async function confirmEach(ctx: Ctx, { linkIds, ...why }: Reads): Promise<Unclear> {
  const unclear: Unclear = new Map()
  for (const linkId of linkIds) {
    try {
      await confirmGone(ctx, { linkId, ...why })
    } catch (error) {
      if (!isBelvoError(error) || isPassing(error)) throw error
      unclear.set(linkId, error instanceof BelvoApiError ? error : null)
    }
  }
  return unclear
}

/** Something about one of them that an answer, or Belvo's firewall, can't bear: each by itself shows which. */
function unreadable(error: unknown): { error: unknown } {
  if (isBelvoError(error) && (error.kind === "schema" || error.kind === "blocked")) return { error }
  throw error
}
