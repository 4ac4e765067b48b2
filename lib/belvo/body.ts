/** What an answer's body was. Text that is not JSON is thrown away: it may hold anything. */
export type Parsed = { readonly kind: "json"; readonly json: unknown; readonly text: string } | NotJson
export type NotJson = { readonly kind: "empty" | "html" | "unreadable" | "too_large" }
/** `text`: of a success whose reader wants to see it before it is parsed. */
export type Body = Parsed | { readonly kind: "text"; readonly text: string }

export type ReadOptions = { mostBytes: number; signal: AbortSignal; asText: boolean }

/** Reads at most `mostBytes`; rejects where the body is cut or `signal` fires while it still arrives. */
export async function readBody(response: Response, options: ReadOptions): Promise<Body> {
  const text = await readText(response, options)
  if (text === null) return { kind: "too_large" }
  if (text.trim() === "") return { kind: "empty" }
  if (isHtml(response, text)) return { kind: "html" }
  return options.asText && response.ok ? { kind: "text", text } : parseBody(text)
}

export function parseBody(text: string): Parsed {
  try {
    return { kind: "json", json: JSON.parse(text), text }
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "unreadable" }
    throw error
  }
}

async function readText(response: Response, options: Omit<ReadOptions, "asText">) {
  const reader = response.body?.getReader()
  if (!reader) return ""
  // Not every `fetch` ends its body when told to: without this a silent one would be held open for good.
  const abandon = () => void reader.cancel().catch(() => {})
  options.signal.addEventListener("abort", abandon, { once: true })
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return new TextDecoder().decode(Buffer.concat(chunks, bytes))
      bytes += value.byteLength
      if (bytes > options.mostBytes) {
        abandon()
        return null
      }
      chunks.push(value)
    }
  } finally {
    options.signal.removeEventListener("abort", abandon)
  }
}

const isHtml = (response: Response, text: string): boolean =>
  text.trimStart().startsWith("<") || (response.headers.get("content-type") ?? "").includes("text/html")
