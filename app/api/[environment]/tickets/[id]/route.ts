import { collectTicket } from "@/lib/mirror/tickets/commands"
import { answerJson } from "@/lib/route"

export const dynamic = "force-dynamic"

/** The answer of a live read that took longer than a person's action may, in the form of the action's own result. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/[environment]/tickets/[id]">,
): Promise<Response> {
  const { environment, id } = await params
  return answerJson(environment, async (ctx) => ({ ok: true, data: await collectTicket(ctx, id) }))
}
