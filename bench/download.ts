import { once } from "node:events"
import http from "node:http"
import type { Site } from "@/bench/site"

export type Download = { ms: number; firstByteMs: number; bytes: number; encoding: string }

/** Takes a file as a browser does, byte by byte as it comes, and keeps none of it. Throws unless it came whole. */
export async function download({ url, cookie }: Site, path: string): Promise<Download> {
  const startedAt = performance.now()
  const request = http.get(`${url}${path}`, { headers: { cookie, "accept-encoding": "gzip, deflate, br, zstd" } })
  const [response] = (await once(request, "response")) as [http.IncomingMessage]
  if (response.statusCode !== 200) throw new Error(`${path} was answered by ${response.statusCode}`)
  let bytes = 0
  let firstByteMs = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (bytes === 0) firstByteMs = performance.now() - startedAt
    bytes += chunk.byteLength
  }
  if (!response.complete) throw new Error(`${path} was cut after ${bytes} bytes`)
  const encoding = response.headers["content-encoding"] ?? "none"
  return { ms: performance.now() - startedAt, firstByteMs, bytes, encoding }
}
