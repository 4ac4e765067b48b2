import { z } from "zod"
import { enterByToken, getVisitState } from "@/lib/recovery/visits/queries"
import { visitorOf } from "@/lib/visitor"

export const dynamic = "force-dynamic"

const uncached = { "cache-control": "no-store" }

/** What has become of it, for the page that waits. Reads our rows alone, never Belvo. */
export async function GET(request: Request, { params }: RouteContext<"/repair/[token]/state">): Promise<Response> {
  const { token } = await params
  const { ctx, guessing, missed } = visitorOf(request)
  const entered = guessing ? null : await enterByToken(ctx, { token })
  const named = z.guid().safeParse(new URL(request.url).searchParams.get("session"))
  const visit = { addressId: entered?.addressId ?? "", sessionId: named.data ?? null }
  if (entered) return Response.json(await getVisitState(entered.ctx, visit), { headers: uncached })
  missed()
  return new Response(null, { status: 404, headers: uncached })
}
