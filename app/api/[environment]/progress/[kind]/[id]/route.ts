import { getBatchProgress } from "@/lib/batches/progress/queries"
import type { Ctx } from "@/lib/ctx"
import { may } from "@/lib/db"
import { getRequestProgress } from "@/lib/deletions/requests/progress/queries"
import { forbidden, notFound } from "@/lib/errors"
import { eventStream } from "@/lib/event-stream"
import { getBulkProgress } from "@/lib/orphans/bulk/progress/queries"
import { type Progress, type ProgressKind, progressKinds } from "@/lib/progress"
import { getCampaignProgress } from "@/lib/recovery/campaigns/progress/queries"
import { requestCtx } from "@/lib/request"
import { refusal } from "@/lib/route"
import { watchChanges } from "@/lib/watch"

export const dynamic = "force-dynamic"

/** Asked each second of each that somebody looks at, so that none may count links. */
const kinds: Record<ProgressKind, (ctx: Ctx, input: { id: string }) => Promise<Progress>> = {
  deletion: getRequestProgress,
  orphans: getBulkProgress,
  batch: getBatchProgress,
  campaign: getCampaignProgress,
}

/** How far one of these is, told whenever it changes. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/[environment]/progress/[kind]/[id]">,
): Promise<Response> {
  const { environment, kind: asked, id } = await params
  try {
    const ctx = await requestCtx(environment)
    const kind = progressKinds.find((one) => one === asked)
    if (!kind) throw notFound()
    const watched = { name: `${kind} ${id}`, ask: (asker: Ctx) => kinds[kind](asker, { id }) }
    return await eventStream({
      signal: request.signal,
      open: ({ send, close, signal }) => watchChanges(ctx, { ...watched, signal, onChange: send, onError: close }),
      check: async () => {
        if (!may(await requestCtx(environment), "links:read")) throw forbidden("links:read")
      },
    })
  } catch (error) {
    return refusal(error)
  }
}

/** Next would open a stream and read none of it. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: "GET" } })
}
