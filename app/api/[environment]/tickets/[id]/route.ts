import { failure } from "@/lib/action"
import { errorStatus } from "@/lib/errors"
import { collectTicket } from "@/lib/mirror/tickets/commands"
import { requestCtx } from "@/lib/request"

export const dynamic = "force-dynamic"

const uncached = { headers: { "cache-control": "no-store" } }

/** The answer of a live read that took longer than a person's action may, in the form of the action's own result. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/[environment]/tickets/[id]">,
): Promise<Response> {
  const { environment, id } = await params
  try {
    return Response.json({ ok: true, data: await collectTicket(await requestCtx(environment), id) }, uncached)
  } catch (error) {
    const failed = await failure(error)
    return Response.json(failed, { ...uncached, status: errorStatus[failed.code] })
  }
}
