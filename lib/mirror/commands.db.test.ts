import { describe, expect, it } from "vitest"
import { applyGone, applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { testWorld } from "@/test/world"

const at = (time: string) => new Date(`2026-03-01T${time}Z`)
const observed = (time: string, cause: "sweep" | "live" = "live") => ({ observedAt: at(time), cause })
const asMirror = { permissions: ["mirror:write"] as const }

describe("applyLinks", () => {
  it("keeps every field, Belvo's microseconds and fields that nobody knows yet", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const link = makeLink({ refreshRate: "90m", status: "paused", unknown: { risk: { score: 3 } } })
    await applyLinks(ctx, { links: [link], ...observed("12:00:00") })

    const row = await db.link.findFirstOrThrow()
    expect(row).toMatchObject({
      id: link.id,
      institution: "erebor_mx_retail",
      country: "MX",
      type: "retail",
      status: "paused",
      refreshRate: "90m",
      externalId: "usr_001204",
      fetchResources: ["ACCOUNTS", "OWNERS"],
      extra: { risk: { score: 3 } },
      statusSince: at("12:00:00"),
      firstSeenAt: at("12:00:00"),
      observedAt: at("12:00:00"),
      refreshDueAt: new Date("2026-02-28T10:42:00.123Z"),
      removedAt: null,
    })
    const [moment] = await db.$queryRaw<{ text: string }[]>`SELECT last_accessed_at::text AS text FROM link`
    expect(moment?.text).toBe("2026-02-28 09:12:00.123456+00")
  })

  it("does not read what a sweep sees in the words it knows, and knows it by new words after it has read them once", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const link = makeLink()
    let readings = 0
    const read = () => {
      readings++
      return link
    }
    const said = (text: string) => ({ id: link.id, text, link: read })
    await applyLinks(ctx, { links: [said("in these words")], ...observed("12:00:00", "sweep") })
    const before = await db.link.findFirstOrThrow()

    readings = 0
    expect(await applyLinks(ctx, { links: [said("in these words")], ...observed("12:01:00", "sweep") })).toMatchObject({
      unchanged: 1,
    })
    expect(readings).toBe(0)

    await applyLinks(ctx, { links: [said("in others")], ...observed("12:02:00", "sweep") })
    expect(readings).toBeGreaterThan(0)
    readings = 0
    await applyLinks(ctx, { links: [said("in others")], ...observed("12:03:00", "sweep") })
    expect(readings).toBe(0)
    expect({ ...(await db.link.findFirstOrThrow()), digest: before.digest }).toEqual(before)
    expect(await db.linkEvent.count()).toBe(1)
  })

  it("tells a first sight, and counts it", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const applied = await applyLinks(ctx, { links: [makeLink(), makeLink()], ...observed("12:00:00", "sweep") })

    expect(applied).toMatchObject({ inserted: 2, updated: 0, unchanged: 0 })
    expect(await db.linkEvent.findMany({ select: { kind: true, after: true, cause: true } })).toEqual([
      { kind: "appeared", after: "valid", cause: "sweep" },
      { kind: "appeared", after: "valid", cause: "sweep" },
    ])
    expect(await db.linkCountDelta.findMany({ select: { accessMode: true, status: true, delta: true } })).toEqual([
      { accessMode: "recurrent", status: "valid", delta: 2 },
    ])
  })

  it("writes nothing at all where a sweep's page says what is known", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const links = [
      makeLink({ unknown: { b: 1, a: [2] } }),
      makeLink({ externalId: null, lastAccessedAt: null, lastAccessedAtText: null }),
    ]
    await applyLinks(ctx, { links, ...observed("12:00:00", "sweep") })
    const state = () => db.$queryRaw`SELECT id, ctid::text, xmin::text, xmax::text FROM link ORDER BY id`
    const before = await state()

    const applied = await applyLinks(ctx, { links, ...observed("13:00:00", "sweep") })

    expect(applied).toEqual({ inserted: 0, updated: 0, unchanged: 2, events: [] })
    expect(await state()).toEqual(before)
    expect(await db.linkEvent.count()).toBe(2)
    expect(await db.linkCountDelta.count()).toBe(1)
    expect(await db.auditEntry.count()).toBe(0)
  })

  it("makes an unchanged link the latest sight where a single read saw it", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const link = makeLink()
    await applyLinks(ctx, { links: [link], ...observed("12:00:00", "sweep") })
    const applied = await applyLinks(ctx, { links: [link], ...observed("12:30:00") })

    expect(applied).toMatchObject({ updated: 0, unchanged: 1, events: [] })
    expect(await db.link.findFirst()).toMatchObject({ observedAt: at("12:30:00"), statusSince: at("12:00:00") })
    expect(await db.linkEvent.count()).toBe(1)
  })

  it("updates a new last access without an event or a count", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const link = makeLink()
    await applyLinks(ctx, { links: [link], ...observed("12:00:00") })
    const later = { lastAccessedAt: at("09:00:00"), lastAccessedAtText: "2026-03-01T09:00:00.000000Z" }
    const applied = await applyLinks(ctx, { links: [{ ...link, ...later }], ...observed("13:00:00", "sweep") })

    expect(applied).toMatchObject({ updated: 1, events: [] })
    expect(await db.link.findFirst()).toMatchObject({
      lastAccessedAt: at("09:00:00"),
      refreshDueAt: new Date("2026-03-02T09:00:00Z"),
      observedAt: at("13:00:00"),
      statusSince: at("12:00:00"),
    })
    expect(await db.linkEvent.count()).toBe(1)
    expect(await db.linkCountDelta.count()).toBe(1)
  })

  it("tells what changed, with its cause, and moves the counts", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const link = makeLink()
    await applyLinks(ctx, { links: [link], ...observed("12:00:00") })
    const changed = { ...link, status: "invalid", accessMode: "single", refreshRate: null, credentialsStorage: "30d" }
    await applyLinks(ctx, {
      links: [changed],
      observedAt: at("13:00:00"),
      cause: "webhook",
      causeId: "w1",
      requestId: "r1",
    })

    expect(await db.link.findFirst()).toMatchObject({
      status: "invalid",
      statusSince: at("13:00:00"),
      refreshDueAt: null,
    })
    const events = await db.linkEvent.findMany({ where: { kind: { not: "appeared" } }, orderBy: { id: "asc" } })
    expect(
      events.map(({ kind, before, after, cause, causeId, requestId }) => [
        kind,
        before,
        after,
        cause,
        causeId,
        requestId,
      ]),
    ).toEqual([
      ["status", "valid", "invalid", "webhook", "w1", "r1"],
      ["access_mode", "recurrent", "single", "webhook", "w1", "r1"],
      ["refresh_rate", "24h", null, "webhook", "w1", "r1"],
      ["storage", "store", "30d", "webhook", "w1", "r1"],
    ])
    const counts = await db.$queryRaw`SELECT access_mode || ' ' || status AS cell, sum(delta)::integer AS links
      FROM link_count_delta GROUP BY 1 HAVING sum(delta) <> 0`
    expect(counts).toEqual([{ cell: "single invalid", links: 1 }])
  })

  it("keeps an external id out of the history, and tells two of them apart", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const link = makeLink()
    await applyLinks(ctx, { links: [link], ...observed("12:00:00") })
    await applyLinks(ctx, { links: [{ ...link, externalId: "usr_999999" }], ...observed("13:00:00") })

    const event = await db.linkEvent.findFirstOrThrow({ where: { kind: "external_id" } })
    expect(event.before).toHaveLength(43)
    expect(event.after).toHaveLength(43)
    expect(event.before).not.toBe(event.after)
  })

  it("never goes back in time", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const link = makeLink()
    await applyLinks(ctx, { links: [link], ...observed("12:30:00") })
    const applied = await applyLinks(ctx, { links: [{ ...link, status: "invalid" }], ...observed("12:29:59") })

    expect(applied).toMatchObject({ updated: 0, events: [] })
    expect(await db.link.findFirst()).toMatchObject({ status: "valid", observedAt: at("12:30:00") })
  })

  it("does not believe a read that is older than the sweep's page with that link, though the row was left alone", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const link = makeLink()
    await applyLinks(ctx, { links: [link], ...observed("12:00:00") })
    const page = { environmentId: ctx.environment.id, runId: crypto.randomUUID(), pass: 1, page: 1, count: 1 }
    await db.sweepPage.create({ data: { ...page, observedAt: at("12:10:00"), ids: [link.id] } })

    await applyLinks(ctx, { links: [{ ...link, status: "invalid" }], ...observed("12:09:00") })
    expect(await db.link.findFirst()).toMatchObject({ status: "valid" })
    await applyLinks(ctx, { links: [{ ...link, status: "invalid" }], ...observed("12:11:00") })
    expect(await db.link.findFirst()).toMatchObject({ status: "invalid" })
  })

  it("does not believe what was seen before the last completed sweep began", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const run = { environmentId: ctx.environment.id, cause: "schedule", state: "completed" }
    await db.sweepRun.create({ data: { ...run, createdAt: at("12:00:00"), startedAt: at("12:00:01") } })

    expect(await applyLinks(ctx, { links: [makeLink()], ...observed("11:59:00") })).toMatchObject({ inserted: 0 })
    expect(await applyLinks(ctx, { links: [makeLink()], ...observed("12:00:02") })).toMatchObject({ inserted: 1 })
  })

  it("takes the later of two sights of one link in a page", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const link = makeLink()
    await applyLinks(ctx, { links: [link, { ...link, status: "invalid" }], ...observed("12:00:00", "sweep") })
    expect(await db.link.findMany({ select: { status: true } })).toEqual([{ status: "invalid" }])
  })

  it("stores text that PostgreSQL has no place for without what breaks it", async () => {
    const { ctx, db } = await testWorld(asMirror)
    await applyLinks(ctx, { links: [makeLink({ unknown: { note: "a\0b\ud800" } })], ...observed("12:00:00") })
    expect(await db.link.findFirst()).toMatchObject({ extra: { note: "ab\ufffd" } })
  })

  it("shows the other environment nothing", async () => {
    const { ctx, elsewhere } = await testWorld({ role: "engineer" })
    await applyLinks(ctx, { links: [makeLink()], ...observed("12:00:00") })
    const other = await elsewhere()
    const link = makeLink()
    await applyLinks(other, { links: [link], ...observed("12:00:00") })
    expect(await applyLinks(other, { links: [link], ...observed("13:00:00", "sweep") })).toMatchObject({ unchanged: 1 })
  })
})

describe("applyGone", () => {
  it("marks, tells and counts a link that went, and one that came back", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const link = makeLink()
    await applyLinks(ctx, { links: [link], ...observed("12:00:00") })
    expect(await applyGone(ctx, { ids: [link.id], ...observed("13:00:00") })).toBe(1)
    expect(await applyGone(ctx, { ids: [link.id], ...observed("13:30:00") })).toBe(0)
    expect(await db.link.findFirst()).toMatchObject({ removedAt: at("13:00:00"), status: "valid" })

    await applyLinks(ctx, { links: [{ ...link, status: "invalid" }], ...observed("14:00:00", "sweep") })
    expect(await db.link.findFirst()).toMatchObject({ removedAt: null, status: "invalid", firstSeenAt: at("12:00:00") })
    const events = await db.linkEvent.findMany({ orderBy: { id: "asc" } })
    expect(events.map(({ kind, before, after }) => [kind, before, after])).toEqual([
      ["appeared", null, "valid"],
      ["removed", "valid", null],
      ["returned", null, "invalid"],
      ["status", "valid", "invalid"],
    ])
    const counts =
      await db.$queryRaw`SELECT status, sum(delta)::integer AS links FROM link_count_delta GROUP BY 1 ORDER BY 1`
    expect(counts).toEqual([
      { status: "invalid", links: 1 },
      { status: "valid", links: 0 },
    ])
  })

  it("does not take away what was seen later", async () => {
    const { ctx, db } = await testWorld(asMirror)
    const link = makeLink()
    await applyLinks(ctx, { links: [link], ...observed("12:30:00") })
    expect(await applyGone(ctx, { ids: [link.id], ...observed("12:00:00") })).toBe(0)
    expect(await db.link.findFirst()).toMatchObject({ removedAt: null })
  })
})
