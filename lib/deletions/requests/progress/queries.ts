import type { Ctx } from "@/lib/ctx"
import { findRequest, type RequestView } from "@/lib/deletions/requests/queries"
import { notFound } from "@/lib/errors"
import type { Progress } from "@/lib/progress"

/** How many of a request's links were sent to Belvo, and of how many it is known what came of them. Throws NOT_FOUND. */
export async function getRequestProgress(ctx: Ctx, { id }: { id: string }): Promise<Progress> {
  const request = await findRequest(ctx, { requestId: id })
  if (!request) throw notFound()
  return progressOf(request)
}

/** The same of a request that was read already. */
export function progressOf({ state, counts, links, problem }: RequestView): Progress {
  const settled = counts.done + counts.already_gone + counts.failed + counts.skipped
  return {
    over: state !== "running",
    steps: [
      { name: "sent", done: Math.min(links, settled + counts.accepted), total: links },
      { name: "settled", done: Math.min(links, settled), total: links },
    ],
    rest: JSON.stringify([problem, counts]),
  }
}
