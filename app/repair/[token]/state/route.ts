import { z } from "zod"
import { enterByToken, getVisitState } from "@/lib/recovery/visits/queries"
import { answerKindly, type Visitor, visitorOf } from "@/lib/visitor"

export const dynamic = "force-dynamic"

const uncached = { "cache-control": "no-store" }

/** What has become of it, for the page that waits. Reads our rows alone, never Belvo. */
export async function GET(request: Request, { params }: RouteContext<"/repair/[token]/state">): Promise<Response> {
  const { token } = await params
  const visitor = visitorOf(request)
  return answerKindly(
    visitor,
    () => tell(request, visitor, token),
    () => new Response(null, { status: 500, headers: uncached }),
  )
}

async function tell(request: Request, { ctx, missed }: Visitor, token: string): Promise<Response> {
  const entered = await enterByToken(ctx, { token })
  if (!entered) return new Response(null, { status: (await missed()) ? 429 : 404, headers: uncached })
  const named = z.guid().safeParse(new URL(request.url).searchParams.get("session"))
  const visit = { addressId: entered.addressId, sessionId: named.data ?? null }
  return Response.json(await getVisitState(entered.ctx, visit), { headers: uncached })
}
