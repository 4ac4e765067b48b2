import { may } from "@/lib/db"
import { forbidden } from "@/lib/errors"
import { eventStream } from "@/lib/event-stream"
import { requestCtx } from "@/lib/request"
import { refusal } from "@/lib/route"
import { watchProgress } from "@/lib/sync/progress/queries"

export const dynamic = "force-dynamic"

/** How far the sweep under way is, told whenever it changes. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/[environment]/sync/events">,
): Promise<Response> {
  const { environment } = await params
  try {
    const ctx = await requestCtx(environment)
    return await eventStream({
      signal: request.signal,
      open: ({ send, close, signal }) => watchProgress(ctx, { signal, onProgress: send, onError: close }),
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
