import { describe, expect, it, onTestFinished, vi } from "vitest"
import { GET, HEAD } from "@/app/api/[environment]/sync/events/route"
import { sweepProgress } from "@/lib/sync/progress/schema"
import { cookie } from "@/test/cookie"
import { reading, streamPlace } from "@/test/stream-route"

vi.mock("next-auth", async () => (await import("@/test/cookie")).nextAuth)
vi.mock("next-intl/server", async (original) => ({
  ...(await original()),
  ...(await import("@/test/cookie")).nextIntl,
}))

async function place() {
  const { request, ...more } = await streamPlace()
  const get = (environment = more.ctx.environment.slug) => GET(request(), { params: Promise.resolve({ environment }) })
  return { ...more, get }
}

describe("GET /api/{environment}/sync/events", () => {
  it("tells at once how far the sweep is, then each change, and that it has ended", async () => {
    const { db, ctx, get } = await place()
    const at = new Date()
    const { id } = await db.sweepRun.create({
      data: {
        ...{ environmentId: ctx.environment.id, cause: "schedule", state: "running", phase: "pages" },
        ...{ createdAt: at, startedAt: at, expected: 5_000, seen: 1_000 },
      },
    })
    const response = await get()
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"])
    const next = reading(response, sweepProgress)
    expect(await next()).toMatchObject({ run: { id, state: "running", seen: 1_000, expected: 5_000, startedAt: at } })
    await db.sweepRun.update({
      where: { environmentId_id: { environmentId: ctx.environment.id, id } },
      data: { seen: 2_000, requests: 2, inserted: 3 },
    })
    expect(await next()).toMatchObject({ run: { id, seen: 2_000, requests: 2, inserted: 3 } })
    await db.sweepRun.updateMany({ data: { state: "completed" } })
    expect(await next()).toEqual({ run: null })
  })

  it("ends when the reader leaves", async () => {
    const { client, get } = await place()
    const next = reading(await get(), sweepProgress)
    expect(await next()).toEqual({ run: null })
    client.abort()
    expect(await next()).toBe("the end")
  })

  it("ends within 30 s once the member may not read on", async () => {
    const { db, member, get } = await place()
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const next = reading(await get(), sweepProgress)
    expect(await next()).toEqual({ run: null })
    await db.member.update({ where: { id: member.id }, data: { disabledAt: new Date() } })
    vi.advanceTimersByTime(30_000)
    expect(await next()).toBe("the end")
  })

  it("is refused to strangers, and where the member has no role", async () => {
    const { get } = await place()
    expect((await get("nowhere")).status).toBe(404)
    cookie.session = null
    expect((await get()).status).toBe(401)
  })

  it("opens no stream for HEAD", () => {
    expect([HEAD().status, HEAD().headers.get("allow")]).toEqual([405, "GET"])
  })
})
