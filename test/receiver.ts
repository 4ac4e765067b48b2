import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"
import { atEnd } from "@/test/database"

export type Received = { path: string; headers: IncomingHttpHeaders; body: string }

/** A plain HTTP server, as an operator's own would be, that remembers what it was sent; `answer` is the status it gives. */
export async function openReceiver(answer: (received: Received) => number | Promise<number> = () => 200) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const one = { path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString("utf8") }
    received.push(one)
    response.writeHead(await answer(one)).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  atEnd(async () => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { place, url: `http://${place}`, received }
}
