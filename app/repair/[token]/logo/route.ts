import { findLogo } from "@/lib/recovery/look/queries"
import { enterByToken } from "@/lib/recovery/visits/queries"
import { visitorOf } from "@/lib/visitor"

export const dynamic = "force-dynamic"

/** The operator's logo, at an address that changes with it. */
export async function GET(request: Request, { params }: RouteContext<"/repair/[token]/logo">): Promise<Response> {
  const { token } = await params
  const { ctx, guessing, missed } = visitorOf(request)
  const entered = guessing ? null : await enterByToken(ctx, { token })
  if (!entered) missed()
  const logo = entered && (await findLogo(entered.ctx))
  if (!logo) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } })
  return new Response(logo.bytes, {
    headers: {
      "content-type": logo.type,
      "cache-control": "private, max-age=86400",
      "content-security-policy": "default-src 'none'",
    },
  })
}
