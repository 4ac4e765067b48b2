import type { Session } from "next-auth"
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest"
import { GET, HEAD } from "@/app/api/[environment]/sync/events/route"
import { startRuntime } from "@/lib/runtime"
import { sweepProgress } from "@/lib/sync/progress/schema"
import { sweepPlace } from "@/test/belvo-place"
import { makeMember } from "@/test/environment"

// The browser's half: what its cookie says, and in which language it is answered.
const cookie = vi.hoisted(() => ({ session: null as Session | null }))
vi.mock("next-auth", () => ({ getServerSession: async () => cookie.session }))
vi.mock(import("next-intl/server"), async (original) => ({
  ...(await original()),
  getTranslations: (async () => Object.assign((key: string) => key, { has: () => true })) as never,
}))

beforeEach(() => {
  cookie.session = null
})

async function place() {
  const { url, ctx, db } = await sweepPlace()
  const { database } = startRuntime("test", {
    DATABASE_URL: url,
    NEXTAUTH_SECRET: "a secret of the tests, long enough for next-auth",
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    ENLACE_KEY: ctx.env.key.toString("base64"),
  })
  onTestFinished(() => database.close())
  const member = await makeMember(db, ctx.environment, "viewer")
  cookie.session = { expires: "", memberId: member.id, epoch: 0 }
  const client = new AbortController()
  onTestFinished(() => client.abort())
  const get = (environment = ctx.environment.slug) =>
    GET(new Request("http://127.0.0.1:3000/api/x/sync/events", { signal: client.signal }), {
      params: Promise.resolve({ environment }),
    })
  return { db, ctx, member, client, get }
}

/** What the stream says next, without its heartbeats. */
function reading(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const next = async (): Promise<unknown> => {
    const { value, done } = (await reader?.read()) ?? { done: true }
    if (done) return "the end"
    return value?.startsWith("data: ") ? sweepProgress.parse(JSON.parse(value.slice(6))) : next()
  }
  return next
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
    const next = reading(response)
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
    const next = reading(await get())
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
    const next = reading(await get())
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
