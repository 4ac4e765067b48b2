import type { NotJson } from "@/lib/belvo/body"
import {
  BelvoApiError,
  BelvoBlocked,
  type BelvoError,
  BelvoNetwork,
  BelvoSchema,
  BelvoUnauthorized,
  BelvoWrongAddress,
  type Issue,
  type Where,
} from "@/lib/belvo/errors"
import { normaliseRequestId } from "@/lib/belvo/request-id"
import { issueSchema } from "@/lib/belvo/schema"
import type { Answer } from "@/lib/belvo/transport"

/** Belvo's own words, where the answer was JSON. `first` is the whole first entry, with the fields of its code. */
export type Refusal = {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly requestId: string | null
  readonly first: Record<string, unknown>
  readonly issues: readonly Issue[]
}

type Scrub = (text: string) => string

/** Null where the answer is not JSON. An object in place of the array, or one without a code, is read as well. */
export function toRefusal({ status, body }: Answer): Refusal | null {
  if (body.kind !== "json") return null
  const entries = (Array.isArray(body.json) ? body.json : [body.json]).flatMap((entry) => {
    const parsed = issueSchema.safeParse(entry)
    return parsed.success ? [parsed.data] : []
  })
  const [first] = entries
  const issues = entries.map(({ code, message, field }) => ({ code, message: message ?? code, field: field ?? null }))
  return {
    status,
    code: first?.code ?? `http_${status}`,
    message: first?.message ?? `Belvo answered ${status}`,
    requestId: normaliseRequestId(first?.request_id ?? "") || null,
    first: first ?? {},
    issues,
  }
}

/** The error that an answer other than 2xx is, throttling excepted; `scrub` takes keys and personal values out. */
export function toError(where: Where, answer: Answer, scrub: Scrub): BelvoError {
  const refusal = toRefusal(answer)
  if (!refusal) return unreadable(where, answer)
  const { status, code, requestId } = refusal
  const facts = {
    ...where,
    code: scrub(code),
    message: scrub(refusal.message),
    requestId: requestId && scrub(requestId),
  }
  if (status === 401 && BAD_KEY.has(code)) return new BelvoUnauthorized(facts)
  return new BelvoApiError({ ...facts, status, issues: refusal.issues.map((issue) => scrubbed(issue, scrub)) })
}

/** A 401 may also be about a consent; only these are about the key. */
const BAD_KEY = new Set(["authentication_failed", "not_authenticated"])

function unreadable(where: Where, { status, body }: Answer): BelvoError {
  const code = `http_${status}`
  if (status === 403) {
    return new BelvoBlocked({ ...where, code, message: "Belvo's firewall refused this request" })
  }
  if (status < 400) {
    return new BelvoWrongAddress({ ...where, code: "redirected", message: `The address redirects (${status})` })
  }
  if (status === 401 || status === 404 || status === 405) {
    const message = `What answers at this address is not Belvo's API (${status}, ${body.kind})`
    return new BelvoWrongAddress({ ...where, code, message })
  }
  return new BelvoApiError({ ...where, code, message: `Belvo answered ${status} without JSON`, status, issues: [] })
}

/** JSON that is not what was asked for; `path` leads to the first place where it is not. */
export function toShapeError(where: Where, path: readonly PropertyKey[] = []): BelvoError {
  const at = path.map(String).join(".") || "$"
  const message = `Belvo's answer is not as expected at ${at}`
  return new BelvoSchema({ ...where, code: "unexpected_shape", message, at })
}

/** A 2xx whose body says nothing: a page in HTML is somebody else's, anything small was cut on its way. */
export function toBodyError(where: Where, kind: NotJson["kind"]): BelvoError {
  if (kind === "too_large") {
    return new BelvoSchema({ ...where, code: "body_too_large", message: "Belvo's answer is too large", at: "$" })
  }
  if (kind === "html") {
    return new BelvoWrongAddress({ ...where, code: "not_json", message: "The address answered with a web page" })
  }
  return new BelvoNetwork({ ...where, code: "body_cut", message: "Belvo's answer was cut" })
}

const scrubbed = ({ code, message, field }: Issue, scrub: Scrub): Issue => ({
  code: scrub(code),
  message: scrub(message),
  field: field && scrub(field),
})
