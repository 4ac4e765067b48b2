import { refuse } from "@/simulator/refusals"

/** A request as the endpoints see it. */
export interface Call {
  method: string
  url: URL
  params: URLSearchParams
  headers: Headers
  /** The parsed JSON object; an empty body is an empty object. */
  body: Body
}

export type Body = Record<string, unknown>

export async function readCall(request: Request): Promise<Call> {
  const url = new URL(request.url)
  const text = await request.text()
  return { method: request.method, url, params: url.searchParams, headers: request.headers, body: parseBody(text) }
}

function parseBody(text: string): Body {
  if (text.trim() === "") return {}
  const parsed = parseJson(text)
  if (isBody(parsed)) return parsed
  throw refuse(
    400,
    "invalid",
    `Invalid data. Expected a dictionary, but got ${Array.isArray(parsed) ? "list" : typeof parsed}.`,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw refuse(400, "parse_error", "JSON parse error - Expecting value: line 1 column 1 (char 0)")
  }
}

export function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
