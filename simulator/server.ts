import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { BelvoSim } from "@/simulator/belvo"
import type { Clock } from "@/simulator/clock"
import { control } from "@/simulator/control"
import { htmlError } from "@/simulator/html-errors"
import { sdkScript } from "@/simulator/widget/sdk"
import { widget } from "@/simulator/widget/widget"

export interface ServerOptions {
  clock: Clock
  /** How often what is due is done and webhooks go out; 1,000 ms where absent. */
  everyMs?: number
}

/** The simulator over HTTP: the API, the widget and the control door at one address. Closing it stops its clockwork. */
export function createServer(belvo: BelvoSim, { clock, everyMs = 1_000 }: ServerOptions): Server {
  const server = createHttpServer((incoming, outgoing) => {
    void serve(belvo, clock, incoming, outgoing)
  })
  const stop = drive(belvo, everyMs)
  server.on("close", stop)
  return server
}

function drive(belvo: BelvoSim, everyMs: number): () => void {
  let isDelivering = false
  const timer = setInterval(async () => {
    if (isDelivering) return
    isDelivering = true
    try {
      await belvo.deliverWebhooks()
    } finally {
      isDelivering = false
    }
  }, everyMs)
  return () => clearInterval(timer)
}

async function serve(
  belvo: BelvoSim,
  clock: Clock,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const request = await toRequest(incoming)
    await send(await dispatch(belvo, clock, request, incoming.socket.remoteAddress ?? ""), outgoing)
  } catch (error) {
    // A connection that the simulator breaks on purpose, or that the other side has left.
    if (!(error instanceof Error)) throw error
    outgoing.destroy()
  }
}

function dispatch(belvo: BelvoSim, clock: Clock, request: Request, remote: string): Promise<Response> | Response {
  const { pathname } = new URL(request.url)
  if (pathname.startsWith("/api/")) return belvo.handle(request, remote)
  if (pathname.startsWith("/_simulator/")) return control(belvo, request, clock)
  if (pathname === "/widget/sdk.js") return sdkScript()
  // The operator's own mailer, where it is told of addresses.
  if (pathname === "/operator/hook" && request.method === "POST") return new Response(null, { status: 204 })
  const isWidget = pathname === "/" || pathname === "/widget" || pathname === "/widget/"
  return isWidget && ["GET", "POST"].includes(request.method) ? widget(belvo.sim, request) : htmlError(404)
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, String(value))
  const method = incoming.method ?? "GET"
  const body = Buffer.concat(chunks)
  return new Request(new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "127.0.0.1"}`), {
    method,
    headers,
    ...(method === "GET" || method === "HEAD" ? {} : { body }),
  })
}

/** Headers leave at once, so that a slow body is slow for the client too. */
async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.flushHeaders()
  if (response.body) for await (const chunk of response.body) outgoing.write(chunk)
  outgoing.end()
}
