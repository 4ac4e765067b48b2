import type { Permission } from "@/lib/permissions"

export const errorStatus = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  INVALID: 400,
  CONFLICT: 409,
  TOO_LARGE: 413,
  TOO_MANY: 429,
  BELVO: 502,
  UNAVAILABLE: 503,
  INTERNAL: 500,
} as const
export type ErrorCode = keyof typeof errorStatus
export type FieldErrors = Record<string, string[]>
export type ErrorValues = Record<string, string | number>

/**
 * An expected refusal. `key` names its sentence in the `errors` message catalogue and `values` fill it in;
 * `detail` is English, for logs and commands, and holds nothing secret.
 */
export class AppError extends Error {
  override readonly name: string = "AppError"
  constructor(
    readonly code: ErrorCode,
    readonly key: string,
    readonly options: { detail?: string; values?: ErrorValues; fields?: FieldErrors; belvoRequestId?: string } = {},
  ) {
    super(options.detail ?? key)
  }
}

export const unauthenticated = () => new AppError("UNAUTHENTICATED", "unauthenticated")
export const forbidden = (permission: Permission) =>
  new AppError("FORBIDDEN", "forbidden", { detail: `not permitted: ${permission}`, values: { permission } })
export const notFound = (key = "notFound") => new AppError("NOT_FOUND", key)
export const invalid = (key: string, options: { values?: ErrorValues; fields?: FieldErrors; detail?: string } = {}) =>
  new AppError("INVALID", key, options)
export const conflict = (key: string, values: ErrorValues = {}) => new AppError("CONFLICT", key, { values })
