import { failure } from "@/lib/action"
import { errorStatus } from "@/lib/errors"
import { getSession } from "@/lib/recovery/queries"
import { requestCtx } from "@/lib/request"

export const dynamic = "force-dynamic"

const uncached = { headers: { "cache-control": "no-store" } }

/** What has become of an update-mode session, for the page that waits for it. Reads our rows alone, never Belvo. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/[environment]/sessions/[id]">,
): Promise<Response> {
  const { environment, id } = await params
  try {
    return Response.json(await getSession(await requestCtx(environment), { id }), uncached)
  } catch (error) {
    const failed = await failure(error)
    return Response.json(failed, { ...uncached, status: errorStatus[failed.code] })
  }
}
