import { AppError, type ErrorCode, type ErrorValues } from "@/lib/errors"

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE"

/** Where a request went, fit to be shown: `path` holds no personal value and no key. */
export type Where = { readonly method: Method; readonly path: string }

export type Facts = Where & { readonly code: string; readonly message: string; readonly requestId?: string | null }

export type Issue = { readonly code: string; readonly message: string; readonly field: string | null }

/**
 * Only what is listed here may be kept: no cause, no headers, no body, so that no printer can find a key in it.
 * As an AppError it is told to people by the sentence `belvo.<kind>`.
 */
abstract class BelvoFailure extends AppError {
  abstract readonly kind: string
  /** Belvo's own code where it gave one; `code` is the product's. */
  readonly belvoCode: string
  readonly requestId: string | null
  readonly method: Method
  readonly path: string

  constructor(code: ErrorCode, key: string, facts: Facts, values: ErrorValues = {}) {
    const { method, path, message, requestId } = facts
    super(code, `belvo.${key}`, {
      detail: message,
      values: { method, path, ...values },
      ...(requestId ? { belvoRequestId: requestId } : {}),
    })
    this.belvoCode = facts.code
    this.requestId = requestId ?? null
    this.method = method
    this.path = path
  }
}

/** Belvo understood the request and refused it; `code` is Belvo's own, or `http_<status>` where it gave none. */
export class BelvoApiError extends BelvoFailure {
  override readonly name = "BelvoApiError"
  readonly kind = "api"
  readonly status: number
  readonly issues: readonly Issue[]

  constructor(facts: Facts & { status: number; issues: readonly Issue[] }) {
    super("BELVO", "api", facts, { status: facts.status, code: facts.code, message: facts.message })
    this.status = facts.status
    this.issues = facts.issues
  }
}

/** The key is wrong, or belongs to another environment. */
export class BelvoUnauthorized extends BelvoFailure {
  override readonly name = "BelvoUnauthorized"
  readonly kind = "unauthorized"

  constructor(facts: Facts) {
    super("BELVO", "unauthorized", facts)
  }
}

/** Too much was asked; nobody should ask again before `retryAfterSeconds`. */
export class BelvoThrottled extends BelvoFailure {
  override readonly name = "BelvoThrottled"
  readonly kind = "throttled"
  readonly retryAfterSeconds: number

  constructor(facts: Facts & { retryAfterSeconds: number }) {
    super("TOO_MANY", "throttled", facts, { seconds: facts.retryAfterSeconds })
    this.retryAfterSeconds = facts.retryAfterSeconds
  }
}

/** Belvo's firewall refuses this one request; repeating it can get the address banned. */
export class BelvoBlocked extends BelvoFailure {
  override readonly name = "BelvoBlocked"
  readonly kind = "blocked"

  constructor(facts: Facts) {
    super("BELVO", "blocked", facts)
  }
}

/** Something answered that is not Belvo's API, or Belvo pointed away from the base address. */
export class BelvoWrongAddress extends BelvoFailure {
  override readonly name = "BelvoWrongAddress"
  readonly kind = "wrong_address"

  constructor(facts: Facts) {
    super("BELVO", "wrong_address", facts)
  }
}

export class BelvoTimeout extends BelvoFailure {
  override readonly name = "BelvoTimeout"
  readonly kind = "timeout"

  constructor(facts: Facts) {
    super("UNAVAILABLE", "timeout", facts)
  }
}

/** No answer, or one that was cut. Whether Belvo acted is not known. */
export class BelvoNetwork extends BelvoFailure {
  override readonly name = "BelvoNetwork"
  readonly kind = "network"

  constructor(facts: Facts) {
    super("UNAVAILABLE", "network", facts)
  }
}

/** An answer of a shape that we do not know; `at` names the field, never its value. */
export class BelvoSchema extends BelvoFailure {
  override readonly name = "BelvoSchema"
  readonly kind = "schema"
  readonly at: string

  constructor(facts: Facts & { at: string }) {
    super("BELVO", "schema", facts, { at: facts.at })
    this.at = facts.at
  }
}

/** A value breaks Belvo's patterns; nothing was sent. */
export class BelvoInvalidRequest extends BelvoFailure {
  override readonly name = "BelvoInvalidRequest"
  readonly kind = "invalid_request"
  readonly field: string

  constructor(facts: Facts & { field: string }) {
    super("INVALID", "invalid_request", facts, { field: facts.field })
    this.field = facts.field
  }
}

export type BelvoError =
  | BelvoApiError
  | BelvoUnauthorized
  | BelvoThrottled
  | BelvoBlocked
  | BelvoWrongAddress
  | BelvoTimeout
  | BelvoNetwork
  | BelvoSchema
  | BelvoInvalidRequest

export const isBelvoError = (error: unknown): error is BelvoError => error instanceof BelvoFailure

/** As a sentence of our own, where there is one for it; the error itself where there is none. */
export function retold(error: BelvoError, key: string | null): AppError {
  if (key === null) return error
  const { belvoCode, requestId } = error
  return new AppError("CONFLICT", key, {
    detail: `Belvo refused: ${belvoCode}`,
    ...(requestId ? { belvoRequestId: requestId } : {}),
  })
}

const passing: readonly BelvoError["kind"][] = ["network", "timeout", "throttled", "unauthorized", "wrong_address"]

/** It is not about this link: the same would come of any other. */
export function isPassing(error: BelvoError): boolean {
  if (error.kind === "api") return error.status >= 500 || error.status === 408
  return passing.includes(error.kind)
}
