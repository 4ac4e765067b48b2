import { answerJson } from "@/lib/route"
import { getShellStatus } from "@/lib/sync/progress/queries"

export const dynamic = "force-dynamic"

/** What the frame of every page asks for again and again: how old the mirror is, and what is spent of the budget. */
export async function GET(_request: Request, { params }: RouteContext<"/api/[environment]/status">): Promise<Response> {
  const { environment } = await params
  return answerJson(environment, (ctx) => getShellStatus(ctx))
}
