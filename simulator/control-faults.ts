import type { Body } from "@/simulator/call"
import type { FailRule, Failure } from "@/simulator/faults"
import { invalidChoice } from "@/simulator/refusals"

const readers: { [K in Failure["kind"]]: (body: Body) => Failure } = {
  error: (body) => ({
    kind: "error",
    status: numberOf(body.status, 400),
    code: String(body.code ?? "invalid"),
    message: String(body.message ?? ""),
    ...(typeof body.field === "string" ? { field: body.field } : {}),
  }),
  too_many_requests: (body) => ({
    kind: "too_many_requests",
    ...(typeof body.retryAfterSeconds === "number" ? { retryAfterSeconds: body.retryAfterSeconds } : {}),
  }),
  server_error: (body) => ({
    kind: "server_error",
    status: body.status === 502 || body.status === 503 ? body.status : 500,
    body: body.body === "json" ? "json" : "html",
  }),
  blocked: () => ({ kind: "blocked" }),
  html_not_found: () => ({ kind: "html_not_found" }),
  timeout: () => ({ kind: "timeout" }),
  revoked: () => ({ kind: "revoked" }),
  unreachable: () => ({ kind: "unreachable" }),
  reset: () => ({ kind: "reset" }),
  truncated: () => ({ kind: "truncated" }),
  slow: (body) => ({ kind: "slow", bodyDelayMs: numberOf(body.bodyDelayMs, 1_000) }),
}

const isKind = (kind: unknown): kind is Failure["kind"] => typeof kind === "string" && Object.hasOwn(readers, kind)

/** The same rules as `failNext`, from JSON; `path` is a beginning. */
export function readFailRule(body: Body): FailRule {
  if (!isKind(body.kind)) throw invalidChoice(body.kind, "kind")
  return {
    ...readers[body.kind](body),
    times: numberOf(body.times, 1),
    ...(typeof body.method === "string" ? { method: body.method } : {}),
    ...(typeof body.path === "string" ? { path: body.path } : {}),
  }
}

const numberOf = (value: unknown, otherwise: number): number => (typeof value === "number" ? value : otherwise)
