import { type Body, readBody } from "@/lib/belvo/body"
import { BelvoNetwork, BelvoTimeout, type Method, type Where } from "@/lib/belvo/errors"

export type Outgoing = {
  readonly url: string
  readonly method: Method
  readonly headers: Record<string, string>
  readonly body?: string | undefined
}

export type Answer = {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: Body
  /** When this attempt could leave. */
  readonly sentAt: Date
}

export type ExchangeOptions = {
  readonly fetch: typeof fetch
  readonly sentAt: Date
  readonly where: Where
  readonly timeoutMs: number
  /** The body of a success is left as text. */
  readonly asText?: boolean
}

const MOST_BYTES = 32 * 1024 * 1024

/** One request and its whole answer, body included, within `timeoutMs`. Redirects are answers, never followed. */
export async function exchange(outgoing: Outgoing, options: ExchangeOptions): Promise<Answer> {
  const { url, method, headers, body } = outgoing
  const { sentAt, asText = false } = options
  return withinTime(options, async (signal) => {
    const init: RequestInit = { method, headers, signal, redirect: "manual", cache: "no-store" }
    const response = await options.fetch(url, body === undefined ? init : { ...init, body })
    const read = await readBody(response, { mostBytes: MOST_BYTES, signal, asText })
    return { status: response.status, retryAfter: response.headers.get("retry-after"), body: read, sentAt }
  })
}

async function withinTime<T>(options: ExchangeOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { timeoutMs, where } = options
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new BelvoTimeout({ ...where, code: "timeout", message: `Belvo did not answer within ${timeoutMs} ms` }))
      controller.abort()
    }, timeoutMs)
  })
  try {
    return await Promise.race([work(controller.signal).catch((error: unknown) => failed(where, error)), late])
  } finally {
    clearTimeout(timer)
  }
}

/** The cause is named, not kept: what a `fetch` hangs on its errors may include the request. */
function failed(where: Where, error: unknown): never {
  const reason = causeCode(error)
  throw new BelvoNetwork({
    ...where,
    code: "network",
    message: `Belvo could not be reached${reason ? ` (${reason})` : ""}`,
  })
}

function causeCode(error: unknown): string | null {
  const cause = error instanceof Error ? (error.cause ?? error) : null
  const code = cause instanceof Error && "code" in cause ? cause.code : null
  return typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code) ? code : null
}
