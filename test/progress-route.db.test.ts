import { describe, expect, it, vi } from "vitest"
import { GET, HEAD } from "@/app/api/[environment]/progress/[kind]/[id]/route"
import { progress, progressKinds } from "@/lib/progress"
import { cookie, signInWith } from "@/test/cookie"
import { reading, streamPlace } from "@/test/stream-route"

vi.mock("next-auth", async () => (await import("@/test/cookie")).nextAuth)
vi.mock("next-intl/server", async (original) => ({
  ...(await original()),
  ...(await import("@/test/cookie")).nextIntl,
}))

describe("GET /api/{environment}/progress/{kind}/{id}", () => {
  it("tells at once how far one is, then each change, to members alone, and of nothing else", async () => {
    const { ctx, db, member, request } = await streamPlace()
    const made = { environmentId: ctx.environment.id, kind: "ask", params: "", createdAt: new Date() }
    const { id } = await db.orphanBulk.create({ data: { ...made, memberId: member.id, links: 3_000, done: 1_000 } })
    const get = (kind: string, one = id) =>
      GET(request(), { params: Promise.resolve({ environment: ctx.environment.slug, kind, id: one }) })
    cookie.session = null
    expect((await get("orphans")).status).toBe(401)

    signInWith(member.id)
    const stranger = crypto.randomUUID()
    const refused = [get("sweeps"), get("deletion", "nothing"), ...progressKinds.map((kind) => get(kind, stranger))]
    expect(new Set((await Promise.all(refused)).map(({ status }) => status))).toEqual(new Set([404]))

    const next = reading(await get("orphans"), progress)
    expect(await next()).toEqual({ over: false, steps: [{ name: "decided", done: 1_000, total: 3_000 }], rest: "" })
    await db.orphanBulk.updateMany({ where: { id }, data: { done: 3_000, state: "done" } })
    expect(await next()).toEqual({ over: true, steps: [{ name: "decided", done: 3_000, total: 3_000 }], rest: "" })
    expect([HEAD().status, HEAD().headers.get("allow")]).toEqual([405, "GET"])
  })
})
