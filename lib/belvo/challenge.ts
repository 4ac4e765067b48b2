import { normaliseRequestId } from "@/lib/belvo/request-id"
import { tokenRequiredSchema, type WireTokenRequired } from "@/lib/belvo/schema"

type Asked = {
  readonly session: string
  readonly linkId: string
  /** Null where Belvo did not say. */
  readonly expiresInSeconds: number | null
  readonly instructions: string | null
  /** False: the customer confirms on another device, and the session is resumed without a token. */
  readonly expectsUserInput: boolean
  readonly requestId: string | null
}

/** What the institution wants to see. `other` keeps a type that we do not know yet. */
export type Challenge = Asked &
  (
    | { readonly kind: "inputless" }
    | { readonly kind: "numeric"; readonly code: string | null }
    | { readonly kind: "qr"; readonly imageBase64: string | null }
    | { readonly kind: "text"; readonly question: string | null }
    | { readonly kind: "other"; readonly type: string | null; readonly value: string | null }
  )

/** Null where there is no session to resume. */
export function toChallenge(wire: WireTokenRequired | Record<string, unknown>): Challenge | null {
  const parsed = tokenRequiredSchema.safeParse(wire)
  if (!parsed.success) return null
  const { session, link, expiry, token_generation_data: data, request_id } = parsed.data
  const asked = {
    session,
    linkId: link.toLowerCase(),
    expiresInSeconds: expiry ?? null,
    instructions: data?.instructions ?? null,
    expectsUserInput: data?.expects_user_input ?? true,
    requestId: normaliseRequestId(request_id ?? "") || null,
  }
  return { ...asked, ...shown(data?.type ?? null, data?.value ?? null) }
}

function shown(type: string | null, value: string | null) {
  switch (type) {
    case "inputless":
      return { kind: "inputless" } as const
    case "numeric":
      return { kind: "numeric", code: value } as const
    case "qr":
      return { kind: "qr", imageBase64: value } as const
    case "text":
      return { kind: "text", question: value } as const
    default:
      return { kind: "other", type, value } as const
  }
}
