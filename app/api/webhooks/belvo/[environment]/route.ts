import { installation } from "@/lib/ctx"
import { AppError } from "@/lib/errors"
import { runtime, systemCtx } from "@/lib/runtime"
import { countStranger, receiveWebhook } from "@/lib/webhooks/commands"
import { enterByWebhook } from "@/lib/webhooks/queries"

export const dynamic = "force-dynamic"

const mostBytes = 64 * 1024

/** Belvo's webhooks: 200 once stored. What they say is read from Belvo again, later and by a job. */
export async function POST(
  request: Request,
  { params }: RouteContext<"/api/webhooks/belvo/[environment]">,
): Promise<Response> {
  const { environment: slug } = await params
  const door = systemCtx(runtime(), installation, { name: "system:webhook", permissions: ["webhooks:receive"] })
  const ctx = await enterByWebhook(door, { slug, authorization: request.headers.get("authorization") })
  if (!ctx) {
    await countStranger(door)
    return answer(401)
  }
  const body = await readLimited(request)
  if (!body) return answer(413)
  try {
    const { duplicate } = await receiveWebhook(ctx, { body })
    return Response.json({ received: true, duplicate })
  } catch (error) {
    if (error instanceof AppError && error.code === "INVALID") return answer(400)
    ctx.log.error("a webhook was not stored", { environment: slug, requestId: ctx.requestId, error })
    return answer(503)
  }
}

const answer = (status: number): Response => Response.json({ received: false }, { status })

/** Null where it is longer than anything that Belvo sends. */
async function readLimited(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) return null
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > mostBytes) return null
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
