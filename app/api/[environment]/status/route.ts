import { failure } from "@/lib/action"
import { errorStatus } from "@/lib/errors"
import { requestCtx } from "@/lib/request"
import { getMirrorStatus } from "@/lib/sync/queries"

export const dynamic = "force-dynamic"

const uncached = { headers: { "cache-control": "no-store" } }

/** What the frame of every page asks for again and again: how old the mirror is, and what is spent of the budget. */
export async function GET(_request: Request, { params }: RouteContext<"/api/[environment]/status">): Promise<Response> {
  const { environment } = await params
  try {
    return Response.json(await getMirrorStatus(await requestCtx(environment)), uncached)
  } catch (error) {
    const failed = await failure(error)
    return Response.json(failed, { ...uncached, status: errorStatus[failed.code] })
  }
}
