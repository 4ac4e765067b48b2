import { getImport } from "@/lib/directory/queries"
import { answerJson } from "@/lib/route"

export const dynamic = "force-dynamic"

/** How far an import has come, for the page that waits for it. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/[environment]/directory/imports/[id]">,
): Promise<Response> {
  const { environment, id } = await params
  return answerJson(environment, (ctx) => getImport(ctx, { importId: id }))
}
