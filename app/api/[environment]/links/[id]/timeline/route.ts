import { notFound } from "@/lib/errors"
import { listTimeline } from "@/lib/link-pages/timeline/queries"
import { timelineInput } from "@/lib/link-pages/timeline/schema"
import { answerJson } from "@/lib/route"

export const dynamic = "force-dynamic"

/** An older page of a link's history: `after` is the cursor that the page before gave. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/[environment]/links/[id]/timeline">,
): Promise<Response> {
  const { environment, id } = await params
  return answerJson(environment, (ctx) => {
    const input = timelineInput.safeParse({ linkId: id, after: new URL(request.url).searchParams.get("after") })
    if (!input.success) throw notFound()
    return listTimeline(ctx, input.data)
  })
}
