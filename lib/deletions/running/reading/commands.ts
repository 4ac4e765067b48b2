import { BelvoApiError, isBelvoError, isPassing } from "@/lib/belvo/errors"
import { priorityOf, type Run } from "@/lib/deletions/running/rules"
import { confirmGone, rereadLinks } from "@/lib/mirror/commands"

type Unclear = Map<string, BelvoApiError | null>

/** Reads links live into the mirror. Answers those of which Belvo gave no answer, with its code: of them nothing is known. */
export async function readThrough(run: Run, linkIds: readonly string[]): Promise<Unclear> {
  if (linkIds.length === 0) return new Map()
  const read = await rereadLinks(run.ctx, { linkIds, ...whyOf(run) }).catch(unreadable)
  return "error" in read ? readEach(run, linkIds) : confirmEach(run, read.missing)
}

async function readEach(run: Run, linkIds: readonly string[]): Promise<Unclear> {
  const [only, ...others] = linkIds
  if (only !== undefined && others.length === 0) return new Map([[only, null]])
  const unclear: Unclear = new Map()
  for (const linkId of linkIds) for (const [id, error] of await readThrough(run, [linkId])) unclear.set(id, error)
  return unclear
}

async function confirmEach(run: Run, missing: readonly string[]): Promise<Unclear> {
  const unclear: Unclear = new Map()
  for (const linkId of missing) {
    try {
      await confirmGone(run.ctx, { linkId, ...whyOf(run) })
    } catch (error) {
      if (!isBelvoError(error) || isPassing(error)) throw error
      unclear.set(linkId, error instanceof BelvoApiError ? error : null)
    }
  }
  return unclear
}

const whyOf = (run: Run) => ({ priority: priorityOf(run), cause: "deletion", causeId: run.requestId }) as const

/** Something about one of them that an answer, or Belvo's firewall, can't bear: each by itself shows which. */
function unreadable(error: unknown): { error: unknown } {
  if (isBelvoError(error) && (error.kind === "schema" || error.kind === "blocked")) return { error }
  throw error
}
