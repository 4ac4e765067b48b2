import type { Session } from "next-auth"
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest"
import { GET, HEAD } from "@/app/api/[environment]/progress/[kind]/[id]/route"
import { progress } from "@/lib/progress"
import { startRuntime } from "@/lib/runtime"
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

describe("GET /api/{environment}/progress/{kind}/{id}", () => {
  it("tells at once how far one is, then each change, to members alone, and of nothing else", async () => {
    const { url, ctx, db } = await sweepPlace()
    const { database } = startRuntime("test", {
      DATABASE_URL: url,
      NEXTAUTH_SECRET: "a secret of the tests, long enough for next-auth",
      NEXTAUTH_URL: "http://127.0.0.1:3000",
      ENLACE_KEY: ctx.env.key.toString("base64"),
    })
    onTestFinished(() => database.close())
    const client = new AbortController()
    onTestFinished(() => client.abort())
    const { id: memberId } = await makeMember(db, ctx.environment, "viewer")
    const made = { environmentId: ctx.environment.id, kind: "ask", params: "", memberId, createdAt: new Date() }
    const { id } = await db.orphanBulk.create({ data: { ...made, links: 3_000, done: 1_000 } })
    const get = (kind: string, one = id) =>
      GET(new Request("http://127.0.0.1:3000/api/x", { signal: client.signal }), {
        params: Promise.resolve({ environment: ctx.environment.slug, kind, id: one }),
      })
    expect((await get("orphans")).status).toBe(401)

    cookie.session = { expires: "", memberId, epoch: 0 }
    const stranger = crypto.randomUUID()
    const refused = [get("sweeps"), get("orphans", stranger), get("deletion", stranger), get("deletion", "nothing")]
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([404, 404, 404, 404])

    const reader = (await get("orphans")).body?.pipeThrough(new TextDecoderStream()).getReader()
    const next = async (): Promise<unknown> => {
      const { value } = (await reader?.read()) ?? {}
      return value?.startsWith("data: ") ? progress.parse(JSON.parse(value.slice(6))) : next()
    }
    expect(await next()).toEqual({ over: false, steps: [{ name: "decided", done: 1_000, total: 3_000 }] })
    await db.orphanBulk.updateMany({ where: { id }, data: { done: 3_000, state: "done" } })
    expect(await next()).toEqual({ over: true, steps: [{ name: "decided", done: 3_000, total: 3_000 }] })
    expect([HEAD().status, HEAD().headers.get("allow")]).toEqual([405, "GET"])
  })
})
