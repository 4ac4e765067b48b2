/** Ways in which Belvo, or what stands between, answers with what it was sent. */
export const hostileAnswers = {
  "401 that repeats the key": (echo: string) => refusal(401, "authentication_failed", echo),
  "401 about a consent that repeats the key": (echo: string) => refusal(401, "consent_without_accounts", echo),
  "400 that repeats the key": (echo: string) => refusal(400, "validation_error", echo),
  "403 that repeats the key in its code": (echo: string) =>
    Response.json([{ code: echo, message: echo, field: echo, request_id: echo }], { status: 403 }),
  "428 that repeats the key": (echo: string) => refusal(428, "token_required", echo),
  "202 that repeats the key": (echo: string) => Response.json({ request_id: echo }, { status: 202 }),
  "200 of another shape": (echo: string) => Response.json({ results: echo, access: echo, id: echo }),
  "500 as a web page": (echo: string) => page(500, echo),
  "404 as a web page": (echo: string) => page(404, echo),
  "200 as a web page": (echo: string) => page(200, echo),
  "302 elsewhere": (echo: string) =>
    new Response(echo, { status: 302, headers: { location: `https://example.com/?${encodeURIComponent(echo)}` } }),
  "a body that breaks off": (echo: string) => new Response(`[{"code":"${echo}`, { status: 200 }),
  "no connection": (echo: string) => {
    throw Object.assign(new TypeError("fetch failed", { cause: { request: echo } }), { request: { headers: echo } })
  },
} as const satisfies Record<string, (echo: string) => Response>

export type HostileAnswer = keyof typeof hostileAnswers

/** Background calls repeat these for a minute and a half. */
export const isWorthRepeating = (name: HostileAnswer): boolean =>
  name === "500 as a web page" || name === "a body that breaks off" || name === "no connection"

/** A `fetch` at whose other end everything that was sent comes back, key and all. */
export function hostileFetch(name: HostileAnswer): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const authorization = request.headers.get("authorization") ?? ""
    const plain = Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString()
    return hostileAnswers[name](`${authorization} ${plain} ${plain.replace(":", " ")} ${await request.text()}`)
  }
}

/** A `fetch` that never answers, and tells what it was sent to whoever gives up. */
export const silentFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init)
  return new Promise((_resolve, reject) => {
    request.signal.addEventListener("abort", () =>
      reject(Object.assign(new DOMException("aborted", "AbortError"), { headers: [...request.headers] })),
    )
  })
}

const refusal = (status: number, code: string, echo: string): Response =>
  Response.json([{ code, message: `You sent ${echo}`, field: "password", request_id: "f".repeat(32) }], { status })

const page = (status: number, echo: string): Response =>
  new Response(`<html><body>You sent ${echo}</body></html>`, { status, headers: { "content-type": "text/html" } })
