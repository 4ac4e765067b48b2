import { clientAddress } from "@/lib/client-address"
import { type Ctx, installation } from "@/lib/ctx"
import { countMiss, isGuessing } from "@/lib/misses"
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
  /** Has guessed too often. */
  guessing: boolean
  missed: () => void
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
    guessing: isGuessing(client, Date.now()),
    missed: () => countMiss(client, Date.now()),
  }
}
