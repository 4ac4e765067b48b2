import { getDeletion } from "@/lib/deletions/queries"
import { answerJson } from "@/lib/route"

export const dynamic = "force-dynamic"

/** How far a deletion has come, for the page that waits for it. Reads our rows alone, never Belvo. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/[environment]/deletions/[id]">,
): Promise<Response> {
  const { environment, id } = await params
  return answerJson(environment, (ctx) => getDeletion(ctx, { id }))
}
