import { priorityOf, type Run } from "@/lib/deletions/running/rules"
import { readThrough as readLinks, type Unclear } from "@/lib/mirror/reading/commands"

/** Reads links live into the mirror, on behalf of the request. Answers those of which Belvo gave no clear answer. */
export const readThrough = (run: Run, linkIds: readonly string[]): Promise<Unclear> =>
  readLinks(run.ctx, { linkIds, priority: priorityOf(run), cause: "deletion", causeId: run.requestId })
