import { failure } from "@/lib/action"
import { errorStatus, notFound } from "@/lib/errors"
import { listTimeline } from "@/lib/history/timeline/queries"
import { timelineInput } from "@/lib/history/timeline/schema"
import { requestCtx } from "@/lib/request"

export const dynamic = "force-dynamic"

const uncached = { headers: { "cache-control": "no-store" } }

/** An older page of a link's history: `after` is the cursor that the page before gave. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/[environment]/links/[id]/timeline">,
): Promise<Response> {
  const { environment, id } = await params
  try {
    const ctx = await requestCtx(environment)
    const input = timelineInput.safeParse({ linkId: id, after: new URL(request.url).searchParams.get("after") })
    if (!input.success) throw notFound()
    return Response.json(await listTimeline(ctx, input.data), uncached)
  } catch (error) {
    const failed = await failure(error)
    return Response.json(failed, { ...uncached, status: errorStatus[failed.code] })
  }
}
