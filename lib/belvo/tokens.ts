import type { Send } from "@/lib/belvo/call"
import { checked } from "@/lib/belvo/check"
import { BelvoSchema } from "@/lib/belvo/errors"
import { widgetClaimsSchema, widgetTokenSchema } from "@/lib/belvo/schema"
import { toTokenBody, type WidgetTokenRequest, widgetTokenRequestSchema } from "@/lib/belvo/widget-request"

export type WidgetToken = {
  readonly access: string
  /** The link that the token is bound to, by its own claim; null for a token that creates. */
  readonly link: { readonly id: string; readonly status: string; readonly institution: string } | null
  /** What the links will be made with, as far as the token says. */
  readonly making: {
    readonly fetchResources: readonly string[] | null
    readonly staleIn: string | null
    readonly credentialsStorage: string | null
  }
  /** On our clock, counted from when the request left. */
  readonly expiresAt: Date
}

/** A token in update mode is worth handing out only if `link.id` is the link that was asked for. */
export async function createWidgetToken(send: Send, request: WidgetTokenRequest): Promise<WidgetToken> {
  const where = { method: "POST", path: "/api/token/" } as const
  const wanted = checked(where, widgetTokenRequestSchema, request)
  return send({
    where,
    keyIn: "body",
    body: toTokenBody(wanted),
    secrets: personalValues(wanted),
    schema: widgetTokenSchema,
    to: (access, { sentAt }): WidgetToken => {
      const claims = readClaims(access)
      if (!claims) throw unreadableToken(where)
      const { link, exp, iat } = claims
      const lifetime = exp && iat && exp > iat ? Math.min(exp - iat, DOCUMENTED_SECONDS) : DOCUMENTED_SECONDS
      return {
        access,
        link: link ? { id: link.id.toLowerCase(), status: link.status, institution: link.institution } : null,
        making: {
          fetchResources: claims.fetch_resources ?? null,
          staleIn: claims.stale_in ?? null,
          credentialsStorage: claims.credentials_storage ?? null,
        },
        expiresAt: new Date(sentAt.getTime() + lifetime * 1_000),
      }
    },
  })
}

/** Published tokens claim twenty minutes; the documentation promises ten. */
const DOCUMENTED_SECONDS = 600

/** Its signature is Belvo's to check; we only read what it says about itself. */
function readClaims(token: string) {
  const payload = token.split(".")[1]
  if (!payload) return null
  try {
    const claims = widgetClaimsSchema.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")))
    return claims.success ? claims.data : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const unreadableToken = (where: { method: "POST"; path: string }) =>
  new BelvoSchema({ ...where, code: "unexpected_shape", message: "Belvo's access token cannot be read", at: "access" })

const personalValues = (request: ReturnType<typeof widgetTokenRequestSchema.parse>): string[] => {
  if (request.mode === "update") return []
  if (request.region === "multi") return request.externalId ? [request.externalId] : []
  return request.widget.consent.identification.flatMap(({ number, name }) => [number, name])
}
