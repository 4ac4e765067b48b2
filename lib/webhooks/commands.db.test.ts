import { randomUUID } from "node:crypto"
import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import type { Permission } from "@/lib/permissions"
import { insertRun } from "@/lib/sync/runs/commands"
import { runSweep } from "@/lib/sync/sweep/commands"
import { receiveWebhook, rereadWebhook, rereadWebhooks } from "@/lib/webhooks/commands"
import { endRawWebhooks } from "@/lib/webhooks/keeping/commands"
import { rereadWaiting } from "@/lib/webhooks/rereading/commands"
import { type Place, sweepPlace } from "@/test/belvo-place"

const calm = { signal: new AbortController().signal }
const as = (ctx: Ctx, permissions: readonly Permission[]): Ctx => ({
  ...ctx,
  actor: { kind: "system", name: "system:test", permissions },
})
const door = (ctx: Ctx) => as(ctx, ["webhooks:receive"])
const worker = (ctx: Ctx) => as(ctx, ["webhooks:process", "mirror:write", "keys:open"])

type Said = {
  webhook_type?: string
  webhook_code?: string
  link_id?: string
  request_id?: string | null
  data?: unknown
}
const body = (said: Said) =>
  new TextEncoder().encode(
    JSON.stringify({
      webhook_id: "aadf41a1fc8e4f79a49f7f04027ac999",
      webhook_type: "LINK",
      process_type: "recurrent_update",
      webhook_code: "invalid_credentials",
      request_id: "4363b08b-51eb-4350-9c74-5df5ac92a7f6",
      external_id: "usr_001204",
      data: { error_code: "login_error", error_message: "Invalid credentials", status: 400 },
      ...said,
    }),
  )
const receive = ({ ctx }: Place, said: Said) => receiveWebhook(door(ctx), { body: body(said) })
const reread = ({ ctx }: Place) => rereadWaiting(worker(ctx), calm)

async function mirrored(options: Parameters<typeof sweepPlace>[0] = {}) {
  const place = await sweepPlace(options)
  await record(place.ctx, "mirror:write", async (tx) => ({
    result: await insertRun(tx, place.ctx, { cause: "command" }),
  }))
  await runSweep(place.ctx, calm)
  place.sim.clearRequests()
  const ids = [...place.sim.world.eachLink()].filter(({ status }) => status === "valid").map(({ id }) => id)
  return { ...place, id: ids[0] ?? "", ids }
}

describe("receiveWebhook", () => {
  it("keeps what came as it came, and asks nobody", async () => {
    const place = await mirrored()
    expect(await receive(place, { link_id: place.id.toUpperCase() })).toEqual({ duplicate: false })
    const event = await place.db.webhookEvent.findFirstOrThrow()
    expect(event).toMatchObject({
      type: "LINK",
      code: "invalid_credentials",
      linkId: place.id,
      requestId: "4363b08b51eb43509c745df5ac92a7f6",
      state: "waiting",
      repeats: 0,
    })
    expect(JSON.parse(event.raw ?? "")).toMatchObject({ link_id: place.id.toUpperCase() })
    expect(place.sim.requests).toEqual([])
    expect(await place.db.$queryRaw`SELECT name FROM pgboss.job WHERE name = 'reread'`).toHaveLength(1)
  })

  it("stores a repeat once, also of two that arrive at once, and tells a change of data apart", async () => {
    const place = await mirrored()
    const said = { link_id: place.id, data: { a: 1, b: { c: [2], d: 3 } } }
    const answers = await Promise.all([1, 2, 3, 4].map(() => receive(place, said)))
    expect(answers.filter(({ duplicate }) => duplicate)).toHaveLength(3)
    expect(await receive(place, { ...said, request_id: "4363B08B51EB43509C745DF5AC92A7F6" })).toEqual({
      duplicate: true,
    })
    expect(await receive(place, { link_id: place.id, data: { b: { d: 3, c: [2] }, a: 1 } })).toEqual({
      duplicate: true,
    })
    expect(await receive(place, { ...said, data: { a: 2 } })).toEqual({ duplicate: false })
    expect(await place.db.webhookEvent.findMany({ select: { repeats: true }, orderBy: { receivedAt: "asc" } })).toEqual(
      [{ repeats: 5 }, { repeats: 0 }],
    )
  })

  it("takes the same for a new event after half an hour where no request id tells them apart", async () => {
    const place = await mirrored()
    const said = { link_id: place.id, request_id: null }
    await receive(place, said)
    await place.db.$executeRaw`UPDATE webhook_event SET received_at = received_at - interval '29 minutes'`
    expect(await receive(place, said)).toEqual({ duplicate: true })
    await place.db.$executeRaw`UPDATE webhook_event SET received_at = received_at - interval '2 minutes'`
    expect(await receive(place, said)).toEqual({ duplicate: false })
  })

  it("keeps types that nobody knows, and JSON that is no webhook", async () => {
    const place = await mirrored()
    await receive(place, { webhook_type: "HOROSCOPES", webhook_code: "moon_rose", link_id: place.id })
    await receive(place, { webhook_type: "HOROSCOPES", webhook_code: "sun_set", link_id: "not an id" })
    await receiveWebhook(door(place.ctx), { body: new TextEncoder().encode("[1]") })
    const events = await place.db.webhookEvent.findMany({ orderBy: { receivedAt: "asc" } })
    expect(events.map(({ code, state, outcome }) => [code, state, outcome])).toEqual([
      ["moon_rose", "waiting", null],
      ["sun_set", "processed", "no_link"],
      [null, "processed", "unreadable"],
    ])
    const broken = receiveWebhook(door(place.ctx), { body: new TextEncoder().encode("{") })
    await expect(broken).rejects.toMatchObject({ code: "INVALID" })
  })

  it("loses none of what cannot be read: each different body is kept, and the same twice is one", async () => {
    const place = await mirrored()
    const bodies = ["[1]", "[2]", '{"webhook_type":7}', "[1]", "null"]
    await Promise.all(bodies.map((one) => receiveWebhook(door(place.ctx), { body: new TextEncoder().encode(one) })))
    const events = await place.db.webhookEvent.findMany({
      select: { raw: true, repeats: true },
      orderBy: { raw: "asc" },
    })
    expect(events.map(({ raw, repeats }) => [raw, repeats]).toSorted()).toEqual([
      ["[1]", 1],
      ["[2]", 0],
      ["null", 0],
      ['{"webhook_type":7}', 0],
    ])
  })

  it("keeps text that PostgreSQL has no place for, and whatever came beside it", async () => {
    const place = await mirrored()
    const odd = JSON.stringify({ webhook_type: "LINK\u0000", webhook_code: "a", data: { name: "\u0000 \ud800" } })
    const said = [receiveWebhook(door(place.ctx), { body: new TextEncoder().encode(odd) })]
    for (const code of ["b", "c"]) said.push(receive(place, { link_id: place.id, webhook_code: code }))
    await Promise.all(said)
    const events = await place.db.webhookEvent.findMany({ orderBy: { code: "asc" } })
    expect(events.map(({ type, code }) => [type, code])).toEqual([
      ["LINK", "a"],
      ["LINK", "b"],
      ["LINK", "c"],
    ])
    expect(events[0]?.raw).toBe(odd)
  })

  it("stores each of ten thousand once that come in a burst, five times each and out of order", async () => {
    const place = await mirrored()
    const events = 2_000
    const links = Array.from({ length: 50 }, () => randomUUID())
    const all = Array.from({ length: events * 5 }, (_, n) => n % events)
    // A fixed shuffle: the same order at every run.
    const burst = all.map((n, at) => ({ n, key: (at * 7_919 + 13) % 10_007 })).toSorted((a, b) => a.key - b.key)
    const answers = await Promise.all(
      burst.map(({ n }) => receive(place, { link_id: links[n % 50] ?? "", webhook_code: `code_${n}` })),
    )
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(events)
    const [stored] = await place.db.$queryRaw<object[]>`
      SELECT count(*)::integer AS rows, count(DISTINCT code)::integer AS codes, min(repeats) AS least, max(repeats) AS most FROM webhook_event`
    expect(stored).toEqual({ rows: events, codes: events, least: 4, most: 4 })
    expect(await place.db.reread.count()).toBe(50)
  }, 60_000)

  it("knows from then on that a resource's data is there", async () => {
    const place = await mirrored()
    const said = {
      webhook_type: "ACCOUNTS",
      webhook_code: "historical_update",
      link_id: place.id,
      data: { total_accounts: 5 },
    }
    await receive(place, said)
    expect(await place.db.linkResource.findMany()).toMatchObject([
      { linkId: place.id, resource: "ACCOUNTS", readyAt: expect.any(Date), requestedAt: null },
    ])
  })
})

describe("rereadWaiting", () => {
  it("believes Belvo, not the webhook: a late or forged 'invalid_credentials' changes nothing", async () => {
    const place = await mirrored()
    await receive(place, { link_id: place.id })
    await reread(place)

    expect(await place.db.link.findFirst({ where: { id: place.id } })).toMatchObject({ status: "valid" })
    expect(place.sim.requests).toEqual([`GET /api/links/?id__in=${place.id}&page_size=1000`])
    expect(await place.db.linkEvent.count({ where: { cause: "webhook" } })).toBe(0)
    expect(await place.db.webhookEvent.findFirst()).toMatchObject({ state: "processed", outcome: "unchanged" })
    expect(await place.db.reread.count()).toBe(0)
  })

  it("writes what Belvo says, with the webhook as its cause", async () => {
    const place = await mirrored()
    place.sim.world.setStatus(place.id, "invalid")
    await receive(place, { link_id: place.id })
    await reread(place)

    const event = await place.db.webhookEvent.findFirstOrThrow()
    expect(event).toMatchObject({ state: "processed", outcome: "changed" })
    expect(await place.db.linkEvent.findMany({ where: { cause: "webhook" } })).toMatchObject([
      { kind: "status", before: "valid", after: "invalid", causeId: event.id, requestId: event.requestId },
    ])
  })

  it("reads many links in one request, and one link once for many webhooks", async () => {
    const place = await mirrored({ links: 400 })
    for (const link_id of place.ids.slice(0, 20)) {
      await receive(place, { link_id })
      await receive(place, { link_id, webhook_type: "ACCOUNTS", webhook_code: "new_accounts_available" })
    }
    await reread(place)
    expect(place.sim.requests).toHaveLength(1)
    expect(await place.db.webhookEvent.count({ where: { state: "processed" } })).toBe(40)
  })

  it("asks for at most 150 at once, what may be broken before what brought data", async () => {
    const place = await mirrored({ links: 400 })
    const ids = place.ids.slice(0, 160)
    for (const link_id of ids.slice(0, 150)) {
      await receive(place, { link_id, webhook_type: "TRANSACTIONS", webhook_code: "new_transactions_available" })
    }
    for (const link_id of ids.slice(150)) await receive(place, { link_id })
    await reread(place)
    const asked = place.sim.requests.map((request) =>
      new URL(request.slice(4), "http://belvo").searchParams.get("id__in")?.split(","),
    )
    expect(asked.map((some) => some?.length)).toEqual([150, 10])
    expect(new Set(asked[0]?.slice(0, 10))).toEqual(new Set(ids.slice(150)))
  })

  it("marks a deleted link after Belvo has denied it twice, and leaves a link that was never there alone", async () => {
    const place = await mirrored()
    const stranger = randomUUID()
    place.sim.world.removeLink(place.id)
    await receive(place, { link_id: place.id, webhook_code: "link_deleted", data: {} })
    await receive(place, { link_id: stranger })
    await reread(place)

    expect(await place.db.link.findFirst({ where: { id: place.id } })).toMatchObject({ removedAt: expect.any(Date) })
    expect(await place.db.link.count({ where: { id: stranger } })).toBe(0)
    const events = await place.db.webhookEvent.findMany({ orderBy: { receivedAt: "asc" } })
    expect(events.map(({ outcome }) => outcome)).toEqual(["gone", "unknown_link"])
  })

  it("loses nothing where Belvo fails: the next try reads what still waits", async () => {
    const place = await mirrored()
    place.sim.world.setStatus(place.id, "token_required")
    await receive(place, { link_id: place.id, webhook_code: "token_required" })
    place.sim.failNext({ kind: "revoked" })
    await expect(reread(place)).rejects.toMatchObject({ kind: "unauthorized" })
    expect(await place.db.webhookEvent.findFirst()).toMatchObject({ state: "waiting" })
    await reread(place)
    expect(await place.db.link.findFirst({ where: { id: place.id } })).toMatchObject({ status: "token_required" })
  })

  it("reads again what a webhook asks for while its link is being read", async () => {
    const place = await mirrored()
    await receive(place, { link_id: place.id })
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const answer = await place.sim.fetch(input, init)
      if (place.sim.requests.length === 1) {
        place.sim.world.setStatus(place.id, "invalid")
        await receive(place, { link_id: place.id, webhook_type: "CONSENT", webhook_code: "consent_expired" })
      }
      return answer
    }
    await rereadWaiting({ ...worker(place.ctx), fetch }, calm)
    expect(place.sim.requests).toHaveLength(2)
    expect(await place.db.link.findFirst({ where: { id: place.id } })).toMatchObject({ status: "invalid" })
    expect(await place.db.webhookEvent.count({ where: { state: "waiting" } })).toBe(0)
  })
})

describe("rereadWebhook", () => {
  it("has a link read again for a person who may, and says so in the audit", async () => {
    const place = await mirrored()
    await receive(place, { link_id: place.id })
    await reread(place)
    const { id: eventId } = await place.db.webhookEvent.findFirstOrThrow()
    await expect(rereadWebhook(await place.member("support"), { eventId })).rejects.toMatchObject({ code: "FORBIDDEN" })
    await rereadWebhook(await place.member("engineer"), { eventId })
    expect(await place.db.webhookEvent.findFirst()).toMatchObject({ state: "waiting" })
    const actions = await place.db.auditEntry.findMany({
      select: { action: true, entityId: true },
      orderBy: { seq: "asc" },
    })
    expect(actions.at(-1)).toEqual({ action: "webhook.reread", entityId: eventId })
  })
})

describe("rereadWebhooks", () => {
  const answered = async () => {
    const place = await mirrored()
    for (const link_id of place.ids.slice(0, 3)) {
      await receive(place, { link_id })
      await receive(place, { link_id, webhook_code: "token_required" })
    }
    await receive(place, { link_id: "none" })
    await reread(place)
    const all = { filter: { outcome: "" as const }, snapshotAt: new Date(Date.now() + 1_000).toISOString() }
    return { ...place, all, engineer: await place.member("engineer") }
  }

  it("has all that match a filter read again, a link once, and says so once in the audit", async () => {
    const { db, all, engineer } = await answered()
    const before = await db.auditEntry.count()
    expect(await rereadWebhooks(engineer, { ...all, expectedCount: 7 })).toEqual({ asked: 6, links: 3 })
    expect(await db.reread.count()).toBe(3)
    expect(await db.webhookEvent.count({ where: { state: "waiting" } })).toBe(6)
    const entries = await db.auditEntry.findMany({ orderBy: { seq: "asc" }, skip: before })
    expect(entries.map(({ action, body }) => [action, JSON.parse(body).after])).toMatchObject([
      ["webhooks.reread", { count: 7, asked: 6, links: 3, filter: { outcome: "" } }],
    ])
  })

  it("asks for nothing where these are others than were counted, or came later than the page was read", async () => {
    const { db, all, engineer } = await answered()
    const wrong = rereadWebhooks(engineer, { ...all, expectedCount: 8 })
    await expect(wrong).rejects.toMatchObject({ code: "CONFLICT", key: "webhooksChanged" })
    const early = { ...all, snapshotAt: new Date(Date.now() - 600_000).toISOString(), expectedCount: 7 }
    await expect(rereadWebhooks(engineer, early)).rejects.toMatchObject({ code: "CONFLICT" })
    expect(await db.webhookEvent.count({ where: { state: "waiting" } })).toBe(0)
    expect(await db.reread.count()).toBe(0)
  })

  it("takes named ones, and none of another environment", async () => {
    const { db, engineer } = await answered()
    const [first] = await db.webhookEvent.findMany({ where: { linkId: { not: null } } })
    expect(await rereadWebhooks(engineer, { eventIds: [first?.id ?? ""] })).toEqual({ asked: 1, links: 1 })
    await expect(rereadWebhooks(engineer, { eventIds: [randomUUID()] })).rejects.toMatchObject({ code: "CONFLICT" })
  })
})

describe("endRawWebhooks", () => {
  it("takes the bodies away after the environment's days, and leaves the rest", async () => {
    const place = await mirrored()
    await receive(place, { link_id: place.id })
    await receive(place, { link_id: place.id, webhook_code: "token_required" })
    await place.db
      .$executeRaw`UPDATE webhook_event SET received_at = received_at - interval '31 days' WHERE code = 'token_required'`
    expect(await endRawWebhooks(as(place.ctx, ["housekeeping"]))).toBe(1)
    const events = await place.db.webhookEvent.findMany({ orderBy: { receivedAt: "asc" } })
    expect(events.map(({ raw, rawHash }) => [raw === null, rawHash.length])).toEqual([
      [true, 32],
      [false, 32],
    ])
  })
})
