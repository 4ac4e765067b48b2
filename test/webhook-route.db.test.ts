import { describe, expect, it } from "vitest"
import { POST } from "@/app/api/webhooks/belvo/[environment]/route"
import { seal } from "@/lib/seal"
import { belvoUrl } from "@/test/environment"
import { routePlace } from "@/test/route-place"

const authorization = "Bearer the right one"
const said = JSON.stringify({ webhook_type: "LINK", webhook_code: "invalid_credentials", link_id: crypto.randomUUID() })

async function place() {
  const { ctx, db } = await routePlace()
  const { id, slug } = ctx.environment
  const context = [String(id), belvoUrl, "1", "webhook-authorization"]
  const sealedWebhookAuthorization = seal(ctx.env.key, context, authorization)
  await db.environment.update({ where: { id }, data: { sealedWebhookAuthorization } })
  const post = (body: BodyInit, given: string | null = authorization, environment = slug) =>
    POST(
      new Request("http://127.0.0.1:3000/api/webhooks/belvo/x", {
        method: "POST",
        body,
        headers: given === null ? {} : { authorization: given },
      }),
      { params: Promise.resolve({ environment }) },
    )
  return { post, db }
}

describe("POST /api/webhooks/belvo/{environment}", () => {
  it("answers 200 once stored, and says of a repeat that it was one", async () => {
    const { post, db } = await place()
    const first = await post(said)
    expect([first.status, await first.json()]).toEqual([200, { received: true, duplicate: false }])
    const second = await post(said)
    expect([second.status, await second.json()]).toEqual([200, { received: true, duplicate: true }])
    expect(await db.webhookEvent.count()).toBe(1)
  })

  it.each([
    ["none", null],
    ["another", "Bearer the wrong one"],
    ["the beginning of the right one", authorization.slice(0, -1)],
    ["an empty one", ""],
  ])("refuses an Authorization that is %s, counts it and stores nothing", async (_what, given) => {
    const { post, db } = await place()
    expect((await post(said, given)).status).toBe(401)
    expect(await db.webhookEvent.count()).toBe(0)
    expect(await db.strangerRefusal.findMany({ select: { kind: true, count: true } })).toEqual([
      { kind: "webhook refused", count: 1 },
    ])
  })

  it("refuses an environment that is not there in the same words", async () => {
    const { post } = await place()
    expect((await post(said, authorization, "nowhere")).status).toBe(401)
  })

  it("lets nobody in where no Authorization has been set", async () => {
    const { post, db } = await place()
    await db.environment.updateMany({ data: { sealedWebhookAuthorization: null } })
    expect((await post(said, "the Authorization of no environment")).status).toBe(401)
  })

  it("refuses a value that has been replaced, within a second", async () => {
    const { post, db } = await place()
    expect((await post(said)).status).toBe(200)
    await db.environment.updateMany({ data: { sealedWebhookAuthorization: null } })
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect((await post(said)).status).toBe(401)
  })

  it("takes 64 KiB and not a byte more, with and without a declared length", async () => {
    const { post, db } = await place()
    const filled = (bytes: number) => {
      const frame = JSON.stringify({ webhook_type: "T", webhook_code: "c", data: "" })
      return frame.replace('""', `"${"x".repeat(bytes - frame.length)}"`)
    }
    expect((await post(filled(64 * 1024))).status).toBe(200)
    expect((await post(filled(64 * 1024 + 1))).status).toBe(413)
    expect(await db.webhookEvent.count()).toBe(1)
  })

  it("answers 400 to what is not JSON", async () => {
    const { post, db } = await place()
    expect((await post("webhook_type=LINK")).status).toBe(400)
    expect((await post("")).status).toBe(400)
    expect(await db.webhookEvent.count()).toBe(0)
  })
})
