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

/** Guesses from one IPv6 network are one guesser's: it has 2⁶⁴ addresses. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address
  const [head = "", tail] = address.split("::")
  const left = head.split(":").filter(Boolean)
  const right = tail === undefined ? [] : tail.split(":").filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0")
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, "").toLowerCase())
    .join(":")
}
