import type { Random } from "@/simulator/random"
import type { WireError } from "@/simulator/wire"

/** An answer that is an error, thrown by whichever endpoint finds it and written by the router. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly errors: readonly WireError[],
  ) {
    super(errors.map((error) => error.code).join(", "))
  }

  toResponse(random: Random): Response {
    const body = this.errors.map((error) => ({ ...error, request_id: random.hex() }))
    return Response.json(body, { status: this.status })
  }
}

export function refuse(status: number, code: string, message: string, extra: Record<string, unknown> = {}): Refusal {
  return new Refusal(status, [{ code, message, ...extra }])
}

export const notFound = (): Refusal => refuse(404, "not_found", "Not found.")
export const invalidPage = (): Refusal => refuse(404, "not_found", "Invalid page.")
export const invalidKeys = (): Refusal => refuse(401, "authentication_failed", "Invalid Secret Keys")
export const required = (field: string): Refusal => refuse(400, "required", "This field is required.", { field })
export const invalid = (message: string, field: string): Refusal => refuse(400, "invalid", message, { field })
export const invalidChoice = (value: unknown, field: string): Refusal =>
  refuse(400, "invalid_choice", `"${value}" is not a valid choice.`, { field })
export const loginError = (): Refusal =>
  refuse(400, "login_error", "Invalid credentials provided to login to the institution")
export const methodNotAllowed = (method: string): Refusal =>
  refuse(405, "method_not_allowed", `Method "${method}" not allowed.`)
