import { request as httpRequest, type IncomingMessage } from "node:http"
import { request as httpsRequest } from "node:https"
import { isIP } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { assertNoTransaction } from "@/lib/db"
import { addressesHere, isPrivateAddress, type Resolve, resolveHost } from "@/lib/network-address"
import { placeOf } from "@/lib/outgoing/rules"
import type { DeliveryProblem } from "@/lib/outgoing/schema"

export type Post = { url: URL; body: string; headers: Readonly<Record<string, string>> }
export type PostOptions = { allowedHosts: readonly string[]; resolve?: Resolve; timeoutMs?: number }
export type Posted =
  | { kind: "delivered"; status: number }
  | { kind: "failed"; problem: DeliveryProblem; status: number | null }

const mostAnswerBytes = 64 * 1024

/**
 * One POST, to exactly one of the addresses that were checked, whatever the name leads to a moment later. It follows nothing, and
 * all of it takes at most `timeoutMs`. What the other side says is thrown away.
 */
export async function post(
  sent: Post,
  { allowedHosts, resolve = resolveHost, timeoutMs = 5_000 }: PostOptions,
): Promise<Posted> {
  assertNoTransaction("An outgoing webhook")
  const signal = AbortSignal.timeout(timeoutMs)
  const host = sent.url.hostname.replace(/^\[|\]$/g, "")
  const addresses = await Promise.race([resolve(host), sleep(timeoutMs, [], { ref: false })])
  const [address] = addresses
  if (address === undefined) return failed(signal.aborted ? "timeout" : "unresolved")
  const isAllowed = allowedHosts.some((one) => one.toLowerCase() === placeOf(sent.url))
  const here = addressesHere()
  if (!isAllowed && addresses.some((one) => isPrivateAddress(one, here))) return failed("notAllowed")
  try {
    return await exchange(sent, { address, signal })
  } catch (error) {
    return failed(signal.aborted ? "timeout" : problemOf(error))
  }
}

const failed = (problem: DeliveryProblem, status: number | null = null): Posted => ({ kind: "failed", problem, status })

async function exchange(sent: Post, at: { address: string; signal: AbortSignal }): Promise<Posted> {
  const answer = await send(sent, at)
  const status = answer.statusCode ?? 0
  let bytes = 0
  for await (const chunk of answer) {
    bytes += (chunk as Buffer).byteLength
    if (bytes > mostAnswerBytes) return failed("tooLarge", status)
  }
  if (status >= 200 && status < 300) return { kind: "delivered", status }
  return failed(status >= 300 && status < 400 ? "redirect" : "status", status)
}

function send({ url, body, headers }: Post, { address, signal }: { address: string; signal: AbortSignal }) {
  const request = url.protocol === "https:" ? httpsRequest : httpRequest
  const family = isIP(address)
  return new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        signal,
        // A connection of its own: none that was opened to another address may be used again.
        agent: false,
        lookup: (_host, options, callback) =>
          options.all ? callback(null, [{ address, family }]) : callback(null, address, family),
      },
      resolve,
    )
    outgoing.on("error", reject)
    outgoing.end(body)
  })
}

/** Node's codes of what TLS refuses. */
const certificate = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/

function problemOf(error: unknown): DeliveryProblem {
  if (!(error instanceof Error)) throw error
  const code = "code" in error ? String(error.code) : ""
  return certificate.test(code) ? "certificate" : "connection"
}
