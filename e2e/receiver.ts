import { createHmac, timingSafeEqual } from "node:crypto"
import { once } from "node:events"
import { createServer, type IncomingMessage } from "node:http"
import { z } from "zod"
import { stackFacts } from "@/e2e/stack"

const handed = z.object({
  external_id: z.string(),
  link_id: z.string(),
  institution: z.string(),
  repair_url: z.string(),
  expires_at: z.string(),
})
export type Handed = z.infer<typeof handed>

const webhook = z.object({
  id: z.string(),
  type: z.literal("repair_addresses"),
  environment: z.literal("sandbox"),
  data: z.object({ campaign: z.object({ name: z.string() }), wave: z.number(), addresses: z.array(handed) }),
})

/** An operator's own system: a plain HTTP server where the stack lets webhooks go, that believes only what its secret has signed. */
export async function openReceiver() {
  const place = new URL(`http://${stackFacts().env.WEBHOOK_ALLOWED_HOSTS}`)
  const seen = new Set<string>()
  const addresses: Handed[] = []
  const state = { secret: "", refused: 0 }
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const isOurs = isSigned(String(request.headers["enlace-signature"] ?? ""), body, state.secret)
    const told = isOurs ? webhook.safeParse(toJson(body)).data : undefined
    if (!told) {
      state.refused += 1
      response.writeHead(isOurs ? 400 : 401).end()
      return
    }
    if (!seen.has(told.id)) addresses.push(...told.data.addresses)
    seen.add(told.id)
    response.writeHead(204).end()
  })
  server.listen(Number(place.port), place.hostname)
  await once(server, "listening")
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `${place.origin}/hook`, state, addresses, close }
}

/** What is no JSON is nothing. */
function toJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString("utf8")
}

/** As `docs/operations.md` tells operators to. */
function isSigned(header: string, body: string, secret: string): boolean {
  const [time = "", ...signatures] = header.split(",")
  const seconds = time.slice("t=".length)
  const mine = createHmac("sha256", secret).update(`${seconds}.${body}`).digest()
  const isFresh = Math.abs(Date.now() / 1_000 - Number(seconds)) < 300
  return isFresh && signatures.some((one) => isSame(Buffer.from(one.slice("v1=".length), "hex"), mine))
}

const isSame = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other)
