import { htmlError } from "@/simulator/html-errors"
import type { Random } from "@/simulator/random"
import { invalidKeys, refuse } from "@/simulator/refusals"

/** What goes wrong, and for which of the next requests. */
export type FailRule = Failure & {
  method?: string
  /** A path's beginning, or a pattern over path and query. Absent: any. */
  path?: string | RegExp
  /** For how many matching requests; 1 where absent. */
  times?: number
}

export type Failure =
  | { kind: "error"; status: number; code: string; message: string; field?: string }
  | { kind: "too_many_requests"; retryAfterSeconds?: number }
  | { kind: "server_error"; status?: 500 | 502 | 503; body?: "html" | "json" }
  /** HTML 403: throttled, or a request that the firewall does not like. */
  | { kind: "blocked" }
  | { kind: "html_not_found" }
  | { kind: "timeout" }
  | { kind: "revoked" }
  /** No connection at all: nothing happens at Belvo. */
  | { kind: "unreachable" }
  /** Belvo does it, but the answer breaks off, ends early, or comes late. */
  | { kind: "reset" }
  | { kind: "truncated" }
  | { kind: "slow"; bodyDelayMs: number }

export interface Faults {
  failNext(rule: FailRule): void
  clear(): void
  /** The first rule that matches, counted as used. */
  take(method: string, pathAndQuery: string): Failure | null
}

export function createFaults(): Faults {
  let rules: { rule: FailRule; left: number }[] = []
  return {
    failNext: (rule) => rules.push({ rule, left: rule.times ?? 1 }),
    clear() {
      rules = []
    },
    take(method, path) {
      const found = rules.find(({ rule }) => matches(rule, method, path))
      if (!found) return null
      found.left--
      rules = rules.filter(({ left }) => left > 0)
      return found.rule
    },
  }
}

function matches(rule: FailRule, method: string, path: string): boolean {
  if (rule.method !== undefined && rule.method.toUpperCase() !== method) return false
  if (rule.path === undefined) return true
  return typeof rule.path === "string" ? path.startsWith(rule.path) : rule.path.test(path)
}

/** The answer that comes instead of Belvo's; null where Belvo's own answer is spoilt afterwards. */
export function answerInstead(failure: Failure, random: Random): Response | null {
  const serverError =
    "Belvo is unable to process the request due to an internal system issue or to an unsupported response from an institution"
  switch (failure.kind) {
    case "error": {
      const { status, code, message, field } = failure
      return refuse(status, code, message, field === undefined ? {} : { field }).toResponse(random)
    }
    case "too_many_requests":
      return throttled(failure.retryAfterSeconds, random)
    case "server_error":
      if (failure.body === "json")
        return refuse(failure.status ?? 500, "unexpected_error", serverError).toResponse(random)
      return htmlError(failure.status ?? 500)
    case "blocked":
      return htmlError(403)
    case "html_not_found":
      return htmlError(404)
    case "timeout":
      return refuse(408, "request_timeout", timeoutMessage).toResponse(random)
    case "revoked":
      return invalidKeys().toResponse(random)
    case "unreachable":
      throw new TypeError("fetch failed")
    default:
      return null
  }
}

const timeoutMessage = "The request timed out, you can retry asking for less data by changing your query parameters"

function throttled(retryAfterSeconds: number | undefined, random: Random): Response {
  const seconds = retryAfterSeconds ?? 60
  const response = refuse(
    429,
    "throttled",
    `Request was throttled. Expected available in ${seconds} seconds.`,
  ).toResponse(random)
  if (retryAfterSeconds !== undefined) response.headers.set("retry-after", String(retryAfterSeconds))
  return response
}

/** Spoils an answer on its way: the headers have arrived, the body has not. */
export async function spoil(
  answer: Response,
  failure: Failure,
  sleep: (ms: number) => Promise<void>,
): Promise<Response> {
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const { status, headers } = answer
  const half = bytes.slice(0, Math.floor(bytes.length / 2))
  if (failure.kind === "truncated") return new Response(half, { status, headers })
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      if (failure.kind === "reset") {
        controller.enqueue(half)
        await sleep(5)
        controller.error(new TypeError("terminated"))
        return
      }
      if (failure.kind === "slow") await sleep(failure.bodyDelayMs)
      controller.enqueue(bytes)
      controller.close()
    },
  })
  return new Response(body, { status, headers })
}
