import type { Visit } from "@/simulator/widget/visit"

/** What the widget tells the page that frames it, as the web SDK hands it on. */
export type Said =
  | { type: "success"; link: string; institution: string }
  | { type: "exit"; data: ExitData }
  | { type: "event"; data: { eventName: string; [name: string]: unknown } }

export type ExitData = {
  last_encountered_error?: { code: string; message: string }
  meta_data: { institution_name: string; step: string }
}

/** An error that the end user may still put right; who leaves after it, leaves because of it. */
export function trouble({ said, token, sim }: Visit, code: string, message: string): void {
  token.lastError = code
  const institution_name = token.row === null ? "" : sim.world.rows.wire(token.row).institution
  const meta_data = { error_code: code, error_message: message, institution_name, timestamp: sim.now() }
  said.push({ type: "event", data: { eventName: "ERROR", request_id: sim.random.hex(), meta_data } })
}

/** The same document with a script that tells the framing page what was said. */
export async function telling(response: Response, said: readonly Said[]): Promise<Response> {
  const page: Said = { type: "event", data: { eventName: "PAGE_LOAD", metadata: { page: "login", from: "" } } }
  const all = JSON.stringify([page, ...said]).replaceAll("<", "\\u003c")
  const script = `<script>for (const one of ${all}) parent.postMessage({ belvoWidget: one }, "*")</script>`
  const headers = new Headers(response.headers)
  const policy = headers.get("content-security-policy") ?? ""
  headers.set("content-security-policy", `${policy}; script-src 'unsafe-inline'`)
  const text = await response.text()
  return new Response(
    text.replace("</body>", () => `${script}</body>`),
    { status: response.status, headers },
  )
}
