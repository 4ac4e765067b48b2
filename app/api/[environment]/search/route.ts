import { searchLinks } from "@/lib/links/search/queries"
import { nothingFound, searchInput } from "@/lib/links/search/schema"
import { answerJson } from "@/lib/route"

export const dynamic = "force-dynamic"

/** While somebody types: the mirror alone. */
export async function GET(request: Request, { params }: RouteContext<"/api/[environment]/search">): Promise<Response> {
  const { environment } = await params
  const input = searchInput.safeParse({ q: new URL(request.url).searchParams.get("q") ?? "" })
  return answerJson(environment, async (ctx) => (input.success ? searchLinks(ctx, input.data) : nothingFound))
}
