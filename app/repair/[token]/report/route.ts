import { reportVisit } from "@/lib/recovery/visits/commands"
import { enterByToken } from "@/lib/recovery/visits/queries"
import { visitReport } from "@/lib/recovery/visits/schema"
import { answerKindly, type Visitor, visitorOf } from "@/lib/visitor"

export const dynamic = "force-dynamic"

const mostBytes = 2_000

/** What the widget has told the page. Believed by nobody: the link is read again. */
export async function POST(request: Request, { params }: RouteContext<"/repair/[token]/report">): Promise<Response> {
  const { token } = await params
  const visitor = visitorOf(request)
  if (!visitor.sameOrigin) return answer(403)
  if (!(Number(request.headers.get("content-length") ?? mostBytes) < mostBytes)) return answer(413)
  return answerKindly(
    visitor,
    () => hear(request, visitor, token),
    () => answer(500),
  )
}

async function hear(request: Request, { ctx, missed }: Visitor, token: string): Promise<Response> {
  const entered = await enterByToken(ctx, { token })
  if (!entered) return answer((await missed()) ? 429 : 404)
  const parsed = visitReport.safeParse(await readJson(request))
  if (!parsed.success) return answer(400)
  await reportVisit(entered.ctx, { ...parsed.data, addressId: entered.addressId })
  return answer(204)
}

const answer = (status: number): Response => new Response(null, { status, headers: { "cache-control": "no-store" } })

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json()
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
