import { type Channel, channel } from "node:diagnostics_channel"
import type { IncomingMessage } from "node:http"

/** Set by us on every request, whatever the client sent under this name. */
export const peerHeader = "x-enlace-peer"

/**
 * Notes the socket's address on each request of this process before anybody reads it. Next.js keeps an X-Forwarded-For
 * that the client sent and then nowhere says who is connected.
 */
export function notePeers(requests: Channel = channel("http.server.request.start")): void {
  requests.subscribe((message) => {
    const { request } = message as { request: IncomingMessage }
    request.headers[peerHeader] = request.socket.remoteAddress ?? ""
  })
}

/** The client's address: the socket's, or, of `trustedProxyHops` proxies in front, what the outermost of them saw. */
export function clientAddress(header: (name: string) => string | null | undefined, trustedProxyHops: number): string {
  const peer = header(peerHeader) ?? ""
  const forwarded = trustedProxyHops === 0 ? "" : (header("x-forwarded-for") ?? "")
  const hops = [...forwarded.split(","), peer].map((hop) => hop.trim()).filter((hop) => hop !== "")
  const address = hops.at(-1 - trustedProxyHops) ?? hops[0] ?? "unknown"
  return address.replace(/^::ffff:(?=\d+\.)/i, "")
}
