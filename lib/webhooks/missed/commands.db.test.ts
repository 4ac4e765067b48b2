import { randomUUID } from "node:crypto"
import { describe, expect, it } from "vitest"
import { listTimeline } from "@/lib/link-pages/timeline/queries"
import { minuteMs } from "@/lib/time"
import { noteMissed } from "@/lib/webhooks/missed/commands"
import { listMissed } from "@/lib/webhooks/missed/queries"
import { testWorld, type World } from "@/test/world"

const ago = (minutes: number) => new Date(Date.now() - minutes * minuteMs)

type Change = { minutes: number; before?: string; after?: string; cause?: string; kind?: string }

async function place() {
  const world = await testWorld({ permissions: ["webhooks:process", "links:read"] })
  const { ctx, db } = world
  const environmentId = ctx.environment.id
  const link = async (accessMode = "recurrent", institution = "erebor_mx_retail") => {
    const id = randomUUID()
    const at = ago(90 * 24 * 60)
    await db.link.create({
      data: {
        ...{ environmentId, id, institution, accessMode, status: "invalid", fetchResources: [] },
        ...{ createdAt: at, statusSince: at, firstSeenAt: at, observedAt: at },
      },
    })
    return id
  }
  const change = (linkId: string, { minutes, ...more }: Change) =>
    db.linkEvent.create({
      data: {
        ...{
          environmentId,
          linkId,
          at: ago(minutes),
          kind: "status",
          before: "valid",
          after: "invalid",
          cause: "sweep",
        },
        institution: "erebor_mx_retail",
        ...more,
      },
    })
  const webhook = (linkId: string, minutes: number, said: { type?: string; code?: string } = {}) =>
    db.webhookEvent.create({
      data: {
        ...{ environmentId, linkId, receivedAt: ago(minutes), state: "processed", outcome: "unchanged" },
        ...{ type: "LINK", code: "invalid_credentials", ...said },
        ...{ fingerprint: Buffer.from(randomUUID()), rawHash: Buffer.alloc(32) },
      },
    })
  const note = () => noteMissed(ctx)
  return { ...world, link, change, webhook, note }
}

const missedOf = ({ db }: Pick<World, "db">) => db.missedEvent.findMany({ select: { linkId: true, lateAt: true } })

describe("noteMissed", () => {
  it("notes a change that a sweep found and no webhook told of, once", async () => {
    const at = await place()
    const linkId = await at.link()
    await at.change(linkId, { minutes: 30 })
    expect(await at.note()).toEqual({ missed: 1, late: 0 })
    expect(await at.note()).toEqual({ missed: 0, late: 0 })
    expect(await missedOf(at)).toEqual([{ linkId, lateAt: null }])
  })

  it("waits a quarter of an hour for a webhook that is on its way", async () => {
    const at = await place()
    const linkId = await at.link()
    await at.change(linkId, { minutes: 10 })
    expect(await at.note()).toEqual({ missed: 0, late: 0 })
  })

  it.each([
    ["came before the sweep", 40],
    ["came within a quarter of an hour after it", 20],
  ])("notes nothing where a webhook of the link %s", async (_when, minutes) => {
    const at = await place()
    const linkId = await at.link()
    await at.change(linkId, { minutes: 30 })
    await at.webhook(linkId, minutes)
    expect(await at.note()).toEqual({ missed: 0, late: 0 })
  })

  it.each([
    ["another link's", async (at: Awaited<ReturnType<typeof place>>, _own: string) => at.webhook(await at.link(), 40)],
    [
      "one about data",
      (at: Awaited<ReturnType<typeof place>>, own: string) =>
        at.webhook(own, 40, { type: "ACCOUNTS", code: "historical_update" }),
    ],
    ["one of the days before", (at: Awaited<ReturnType<typeof place>>, own: string) => at.webhook(own, 30 + 25 * 60)],
    [
      "one that an earlier change has answered",
      async (at: Awaited<ReturnType<typeof place>>, own: string) => {
        await at.webhook(own, 300)
        await at.change(own, { minutes: 290, cause: "webhook" })
        await at.change(own, { minutes: 120, before: "invalid", after: "valid" })
      },
    ],
  ])("takes %s webhook for none", async (_what, arrive) => {
    const at = await place()
    const linkId = await at.link()
    await arrive(at, linkId)
    await at.change(linkId, { minutes: 30 })
    expect(await at.note()).toMatchObject({ missed: 1 })
  })

  it.each<[string, Omit<Change, "minutes">, string]>([
    ["that a webhook's reading found", { cause: "webhook" }, "recurrent"],
    ["that somebody saw live", { cause: "live" }, "recurrent"],
    ["of a link that is valid again", { before: "invalid", after: "valid" }, "recurrent"],
    ["of one that was never confirmed", { before: "unconfirmed", after: "invalid" }, "recurrent"],
    ["to a status that nobody knows", { after: "on_hold" }, "recurrent"],
    ["of something else than the status", { kind: "refresh_rate" }, "recurrent"],
    ["of a single link, whose credentials may simply end", {}, "single"],
  ])("notes no change %s: Belvo announces none", async (_what, more, accessMode) => {
    const at = await place()
    await at.change(await at.link(accessMode), { minutes: 30, ...more })
    expect(await at.note()).toEqual({ missed: 0, late: 0 })
  })

  it("marks the first webhook that comes afterwards as late, unless the link has changed again meanwhile", async () => {
    const at = await place()
    const [late, changed] = [await at.link(), await at.link()]
    for (const linkId of [late, changed]) await at.change(linkId, { minutes: 200 })
    await at.note()
    await at.change(changed, { minutes: 150, before: "invalid", after: "valid", cause: "live" })
    for (const minutes of [100, 50]) for (const linkId of [late, changed]) await at.webhook(linkId, minutes)
    expect(await at.note()).toEqual({ missed: 0, late: 1 })
    const rows = await missedOf(at)
    expect(rows.find(({ linkId }) => linkId === changed)?.lateAt).toBeNull()
    const lateAt = rows.find(({ linkId }) => linkId === late)?.lateAt
    expect(Math.abs((lateAt?.getTime() ?? 0) - ago(100).getTime())).toBeLessThan(10_000)
  })
})

describe("listMissed", () => {
  it("counts by institution, tells the share that was announced, and names the latest", async () => {
    const at = await place()
    const missed = await at.link()
    await at.change(missed, { minutes: 30 })
    for (let i = 0; i < 3; i++) await at.change(await at.link(), { minutes: 60, cause: "webhook" })
    await at.note()
    const { institutions, latest } = await listMissed(at.ctx)
    expect(institutions).toEqual([
      { institution: "erebor_mx_retail", displayName: null, week: 1, month: 1, late: 0, share: 0.75 },
    ])
    expect(latest).toMatchObject([{ linkId: missed, before: "valid", after: "invalid", lateAt: null }])
    const { items } = await listTimeline(at.ctx, { linkId: missed, after: null })
    expect(items).toMatchObject([{ source: "event", kind: "status", state: "missed" }])
  })

  it("shows nothing of another environment", async () => {
    const { ctx, db, elsewhere } = await testWorld({ role: "viewer" })
    const environmentId = ctx.environment.id
    const row = {
      eventAt: ago(30),
      eventId: 1n,
      linkId: randomUUID(),
      institution: "x",
      before: "valid",
      after: "invalid",
    }
    await db.missedEvent.create({ data: { environmentId, ...row } })
    expect((await listMissed(ctx)).latest).toHaveLength(1)
    expect(await listMissed(await elsewhere())).toEqual({ institutions: [], latest: [] })
  })
})
