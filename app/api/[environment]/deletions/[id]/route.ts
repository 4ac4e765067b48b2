import { failure } from "@/lib/action"
import { getDeletion } from "@/lib/deletions/queries"
import { errorStatus } from "@/lib/errors"
import { requestCtx } from "@/lib/request"

export const dynamic = "force-dynamic"

const uncached = { headers: { "cache-control": "no-store" } }

/** How far a deletion has come, for the page that waits for it. Reads our rows alone, never Belvo. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/[environment]/deletions/[id]">,
): Promise<Response> {
  const { environment, id } = await params
  try {
    return Response.json(await getDeletion(await requestCtx(environment), { id }), uncached)
  } catch (error) {
    const failed = await failure(error)
    return Response.json(failed, { ...uncached, status: errorStatus[failed.code] })
  }
}
