import { describe, expect, it } from "vitest"
import { findWebhook, listInbox } from "@/lib/webhooks/inbox/queries"
import { inboxParams } from "@/lib/webhooks/schema"
import { testWorld, type World } from "@/test/world"

const minute = (n: number) => new Date(Date.UTC(2026, 2, 1, 12, n))
const params = (raw: Record<string, string> = {}) => inboxParams.parse(raw)

async function addEvents({ ctx, db }: Pick<World, "ctx" | "db">, count: number) {
  const linkId = crypto.randomUUID()
  await db.webhookEvent.createMany({
    data: Array.from({ length: count }, (_, n) => ({
      environmentId: ctx.environment.id,
      receivedAt: minute(n),
      fingerprint: new Uint8Array([n]),
      rawHash: new Uint8Array(32),
      type: "LINK",
      code: `code_${n}`,
      linkId,
      state: n % 2 === 0 ? "processed" : "waiting",
      outcome: n % 2 === 0 ? "changed" : null,
    })),
  })
  return linkId
}
const codes = (page: Awaited<ReturnType<typeof listInbox>>) => page.rows.map(({ code }) => Number(code?.slice(5)))

describe("listInbox", () => {
  it("pages through all of it, newest first, and back", async () => {
    const world = await testWorld({ role: "viewer" })
    await addEvents(world, 120)
    const first = await listInbox(world.ctx, params())
    const second = await listInbox(world.ctx, params({ after: first.after ?? "" }))
    const third = await listInbox(world.ctx, params({ after: second.after ?? "" }))
    expect([...codes(first), ...codes(second), ...codes(third)]).toEqual(Array.from({ length: 120 }, (_, n) => 119 - n))
    expect([first.before, third.after]).toEqual([null, null])
    expect(first.total).toEqual({ count: 120, exact: true })
    expect(codes(await listInbox(world.ctx, params({ before: third.before ?? "" })))).toEqual(codes(second))
    expect(await listInbox(world.ctx, params({ before: second.before ?? "" }))).toMatchObject({ before: null })
  })

  it("filters by what came of it", async () => {
    const world = await testWorld({ role: "viewer" })
    await addEvents(world, 6)
    expect(codes(await listInbox(world.ctx, params({ outcome: "waiting" })))).toEqual([5, 3, 1])
    expect(codes(await listInbox(world.ctx, params({ outcome: "changed" })))).toEqual([4, 2, 0])
    expect(codes(await listInbox(world.ctx, params({ outcome: "gone" })))).toEqual([])
  })

  it("shows with each webhook what its own reading found, and not what others did", async () => {
    const world = await testWorld({ role: "viewer" })
    const { ctx, db } = world
    const linkId = await addEvents(world, 2)
    const [event] = (await listInbox(ctx, params())).rows
    const change = { environmentId: ctx.environment.id, linkId, kind: "status", before: "valid", institution: "x" }
    await db.linkEvent.createMany({
      data: [
        { ...change, at: minute(2), after: "invalid", cause: "webhook", causeId: event?.id ?? null },
        { ...change, at: minute(3), after: "token_required", cause: "sweep", causeId: crypto.randomUUID() },
      ],
    })
    const rows = (await listInbox(ctx, params())).rows
    expect(rows.map(({ caused }) => caused)).toEqual([[{ kind: "status", before: "valid", after: "invalid" }], []])
  })

  it("shows nothing of another environment, and takes a broken cursor for none", async () => {
    const world = await testWorld({ role: "viewer" })
    await addEvents(world, 3)
    expect((await listInbox(await world.elsewhere(), params())).rows).toEqual([])
    const cursor = Buffer.from(JSON.stringify(["no time", "no id"])).toString("base64url")
    expect(codes(await listInbox(world.ctx, params({ after: cursor })))).toEqual([2, 1, 0])
  })
})

describe("findWebhook", () => {
  const raw = '{"external_id":"usr_001204","data":{"a":1}}'
  const withBody = async () => {
    const world = await testWorld({ role: "engineer" })
    await addEvents(world, 1)
    await world.db.webhookEvent.updateMany({ data: { raw } })
    const { id } = await world.db.webhookEvent.findFirstOrThrow()
    return { ...world, id }
  }

  it("shows the body, pretty, to who works with webhooks, and to nobody else", async () => {
    const { ctx, as, id } = await withBody()
    expect(await findWebhook(ctx, id)).toMatchObject({
      payload: { kind: "text", text: JSON.stringify(JSON.parse(raw), null, 2) },
      rawHash: "00".repeat(32),
    })
    for (const role of ["viewer", "support", "compliance"] as const) {
      const seen = await findWebhook(await as(role), id)
      expect(seen?.payload).toEqual({ kind: "withheld" })
      expect(JSON.stringify(seen)).not.toContain("usr_001204")
    }
  })

  it("says that a body has ended, and finds nothing elsewhere or by what is no id", async () => {
    const { ctx, db, elsewhere, id } = await withBody()
    await db.webhookEvent.updateMany({ data: { raw: null } })
    expect(await findWebhook(ctx, id)).toMatchObject({ payload: { kind: "ended" } })
    expect(await findWebhook(await elsewhere(), id)).toBeNull()
    expect(await findWebhook(ctx, "x' OR 1=1")).toBeNull()
  })
})
