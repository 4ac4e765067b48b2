import { BelvoApiError, isBelvoError } from "@/lib/belvo/errors"
import { isPassing, priorityOf, type Run } from "@/lib/deletions/running/rules"
import { confirmGone, rereadLinks } from "@/lib/mirror/commands"

/** Reads links live into the mirror. Answers those of which Belvo gave no answer, with its code: of them nothing is known. */
export async function readThrough(run: Run, linkIds: readonly string[]): Promise<Map<string, BelvoApiError | null>> {
  const { ctx, requestId } = run
  const why = { priority: priorityOf(run), cause: "deletion", causeId: requestId } as const
  const unclear = new Map<string, BelvoApiError | null>()
  if (linkIds.length === 0) return unclear
  const { missing } = await rereadLinks(ctx, { linkIds, ...why })
  for (const linkId of missing) {
    try {
      await confirmGone(ctx, { linkId, ...why })
    } catch (error) {
      if (!isBelvoError(error) || isPassing(error)) throw error
      unclear.set(linkId, error instanceof BelvoApiError ? error : null)
    }
  }
  return unclear
}
