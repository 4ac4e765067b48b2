import { getSession } from "@/lib/recovery/queries"
import { answerJson } from "@/lib/route"

export const dynamic = "force-dynamic"

/** What has become of an update-mode session, for the page that waits for it. Reads our rows alone, never Belvo. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/[environment]/sessions/[id]">,
): Promise<Response> {
  const { environment, id } = await params
  return answerJson(environment, (ctx) => getSession(ctx, { id }))
}
