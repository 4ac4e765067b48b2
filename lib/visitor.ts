import { clientAddress, networkOf } from "@/lib/client-address"
import { type Ctx, installation } from "@/lib/ctx"
import { countMiss } from "@/lib/misses"
import { runtime, systemCtx } from "@/lib/runtime"
import { isSameOrigin } from "@/lib/same-origin"

/** Who opens an address of a customer's, and what may be said to that browser. */
export type Visitor = {
  /** The door, of no environment yet. */
  ctx: Ctx
  client: string
  sameOrigin: boolean
  /** Reads JSON instead of a document. */
  wantsJson: boolean
  /** Counts an address that was nobody's; whether this client has lately opened too many of them. */
  missed: () => Promise<boolean>
}

export function visitorOf(request: Request): Visitor {
  const ctx = systemCtx(runtime(), installation, {
    name: "system:visitor",
    permissions: ["repair:visit", "links:read", "keys:open"],
  })
  const header = (name: string) => request.headers.get(name)
  const client = clientAddress(header, ctx.env.trustedProxyHops)
  return {
    ...{ ctx, client },
    sameOrigin: isSameOrigin(header, ctx.env.nextAuthUrl),
    wantsJson: header("accept") === "application/json",
    missed: () => countMiss(ctx, networkOf(client)),
  }
}

/** Nothing unexpected may be told by Next.js, which would not know that the path is a secret. */
export async function answerKindly(
  { ctx }: Pick<Visitor, "ctx">,
  answer: () => Promise<Response>,
  otherwise: () => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    ctx.log.error("a repair page could not be answered", { requestId: ctx.requestId, error })
    return otherwise()
  }
}
