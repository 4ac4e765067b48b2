import { findLogo } from "@/lib/recovery/look/queries"
import { enterByToken } from "@/lib/recovery/visits/queries"
import { answerKindly, type Visitor, visitorOf } from "@/lib/visitor"

export const dynamic = "force-dynamic"

/** The operator's logo, at an address that changes with it. */
export async function GET(request: Request, { params }: RouteContext<"/repair/[token]/logo">): Promise<Response> {
  const { token } = await params
  const visitor = visitorOf(request)
  return answerKindly(
    visitor,
    () => show(visitor, token),
    () => none(500),
  )
}

const none = (status: number): Response => new Response(null, { status, headers: { "cache-control": "no-store" } })

async function show({ ctx, missed }: Visitor, token: string): Promise<Response> {
  const entered = await enterByToken(ctx, { token })
  if (!entered) return none((await missed()) ? 429 : 404)
  const logo = await findLogo(entered.ctx)
  if (!logo) return none(404)
  return new Response(logo.bytes, {
    headers: {
      "content-type": logo.type,
      "cache-control": "private, max-age=86400",
      "content-security-policy": "default-src 'none'",
    },
  })
}
