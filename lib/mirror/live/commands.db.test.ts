import { describe, expect, it, vi } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { linkListParams } from "@/lib/links/schema"
import { applyLinks, readLink } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { listLive, readLive } from "@/lib/mirror/live/commands"
import { liveReading } from "@/lib/mirror/live/schema"
import { collectTicket } from "@/lib/mirror/tickets/commands"
import { sweepPlace } from "@/test/belvo-place"

const params = (query = "") => ({ query: linkListParams.parse(Object.fromEntries(new URLSearchParams(query))) })
/** Belvo answers nothing before it is let. */
function held(ctx: Ctx) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const fetch: Ctx["fetch"] = (...request) => promise.then(() => ctx.fetch(...request))
  return { slow: { ...ctx, fetch }, release: () => resolve() }
}
const soon = { timeout: 15_000 }

async function place() {
  const made = await sweepPlace()
  const ids = [...made.sim.world.eachLink()].map(({ id }) => id)
  return { ...made, ids, id: ids[0] ?? "", support: await made.member("support") }
}

describe("readLive", () => {
  it("answers fresh, writes it through and says whether the mirror had something else", async () => {
    const { support, sim, db, id } = await place()
    expect(await readLive(support, { linkId: id })).toMatchObject({
      kind: "fresh",
      value: { kind: "found", link: { id }, changed: true },
    })
    expect(sim.requests).toEqual([`GET /api/links/${id}/`])
    expect(await readLive(support, { linkId: id })).toMatchObject({ value: { changed: false } })
    sim.world.setStatus(id, "token_required")
    expect(await readLive(support, { linkId: id })).toMatchObject({
      value: { changed: true, link: { status: "token_required" } },
    })
    expect(await db.link.findMany({ select: { id: true, status: true } })).toEqual([{ id, status: "token_required" }])
    expect(await db.linkEvent.findFirst({ where: { kind: "status" } })).toMatchObject({ cause: "live" })
  })

  it("gives a ticket after two seconds, under which the answer is found", async () => {
    const { support, db, id } = await place()
    const { slow, release } = held(support)
    const startedAt = performance.now()
    const answer = await readLive(slow, { linkId: id })
    expect(performance.now() - startedAt).toBeGreaterThan(1_500)
    const ticketId = answer.kind === "queued" ? answer.ticketId : ""
    expect(await collectTicket(support, ticketId)).toEqual({ kind: "queued", ticketId })
    release()
    await vi.waitFor(async () => expect((await collectTicket(support, ticketId)).kind).toBe("fresh"), soon)

    const collected = await collectTicket(support, ticketId)
    const value = collected.kind === "fresh" ? liveReading.parse(collected.value) : null
    expect(value).toMatchObject({
      kind: "found",
      link: { id, createdAt: expect.any(Date) },
      observedAt: expect.any(Date),
    })
    expect(await db.link.count()).toBe(1)
  })

  it("shows a ticket to nobody else", async () => {
    const { support, member, id } = await place()
    const { slow, release } = held(support)
    const answer = await readLive(slow, { linkId: id })
    const ticketId = answer.kind === "queued" ? answer.ticketId : ""
    await expect(collectTicket(await member("support"), ticketId)).rejects.toMatchObject({ code: "NOT_FOUND" })
    await expect(collectTicket(support, "no ticket")).rejects.toMatchObject({ code: "NOT_FOUND" })
    release()
    await vi.waitFor(async () => expect((await collectTicket(support, ticketId)).kind).toBe("fresh"), soon)
  })

  it("tells at the ticket what went wrong, in the words of the error", async () => {
    const { support, sim, id } = await place()
    sim.failNext({ kind: "revoked" })
    const { slow, release } = held(support)
    const answer = await readLive(slow, { linkId: id })
    const ticketId = answer.kind === "queued" ? answer.ticketId : ""
    release()
    await vi.waitFor(
      async () =>
        expect(collectTicket(support, ticketId)).rejects.toMatchObject({
          code: "BELVO",
          key: "belvo.unauthorized",
          options: { belvoRequestId: expect.any(String) },
        }),
      soon,
    )
  })

  it("says that an answer was lost with its process", async () => {
    const { support, db } = await place()
    if (support.actor.kind !== "member") throw new Error("a member")
    const data = { environmentId: support.environment.id, memberId: support.actor.id, state: "waiting" }
    const { id } = await db.liveTicket.create({ data: { ...data, createdAt: new Date(Date.now() - 61_000) } })
    await expect(collectTicket(support, id)).rejects.toMatchObject({ code: "UNAVAILABLE", key: "liveLost" })
  })

  it("is refused to whoever may only read the mirror", async () => {
    const { member, sim, id } = await place()
    await expect(readLive(await member("viewer"), { linkId: id })).rejects.toMatchObject({ code: "FORBIDDEN" })
    expect(sim.requests).toEqual([])
  })
})

describe("readLink", () => {
  const live = { priority: "member", cause: "live" } as const

  it("takes a link for gone only after Belvo has denied it twice", async () => {
    const { support, sim, db, id } = await place()
    await readLink(support, { linkId: id, ...live })
    sim.world.removeLink(id)
    sim.clearRequests()
    expect(await readLink(support, { linkId: id, ...live })).toMatchObject({ kind: "gone", known: true })
    expect(sim.requests).toEqual([`GET /api/links/${id}/`, `GET /api/links/?id__in=${id}&page_size=1`])
    expect(await db.link.findFirst()).toMatchObject({ removedAt: expect.any(Date) })
    expect(await readLink(support, { linkId: id, ...live })).toMatchObject({ kind: "gone", known: false })
  })

  it("finds by the list a link whose credentials have expired", async () => {
    const { support, sim, db, id } = await place()
    const expired = { status: 404, code: "expired_credentials", message: "The credentials of this link have expired" }
    sim.failNext({ kind: "error", path: `/api/links/${id}/`, ...expired })
    expect(await readLink(support, { linkId: id, ...live })).toMatchObject({ kind: "found", link: { id } })
    expect(await db.link.findFirst()).toMatchObject({ id, removedAt: null })
  })

  it("does not take a wrong address for a link that is gone", async () => {
    const { support, sim, db, id } = await place()
    await readLink(support, { linkId: id, ...live })
    sim.failNext({ kind: "html_not_found", times: 5 })
    await expect(readLink(support, { linkId: id, ...live })).rejects.toMatchObject({ kind: "wrong_address" })
    expect(await db.link.findFirst()).toMatchObject({ removedAt: null })
  })
})

describe("listLive", () => {
  it("shows Belvo's own page and count, as the mirror has it now, and writes it through", async () => {
    const { support, sim, db } = await place()
    const answer = await listLive(support, params("status=valid&country=MX"))
    const valid = [...sim.world.eachLink()].filter(({ status }) => status === "valid")
    expect(answer).toMatchObject({
      kind: "fresh",
      value: { count: valid.length, page: 1, hasNext: false, notApplied: ["country"], observedAt: expect.any(String) },
    })
    if (answer.kind !== "fresh") throw new Error("queued")
    expect(answer.value.rows.map(({ id }) => id)).toEqual(valid.map(({ id }) => id))
    expect(await db.link.count()).toBe(valid.length)
    expect(sim.requests).toEqual(["GET /api/links/?status__in=valid&page=1&page_size=50"])
  })

  it("does not take an older link away for what it is in the mirror", async () => {
    const { ctx, support, ids } = await place()
    const link = makeLink({ id: ids[1] ?? "", status: "paused" })
    await applyLinks(ctx, { links: [link], observedAt: new Date("2026-01-01T00:00:00Z"), cause: "live" })
    const answer = await listLive(support, params())
    const rows = answer.kind === "fresh" ? answer.value.rows : []
    expect(rows.find(({ id }) => id === link.id)).toMatchObject({ firstSeenAt: "2026-01-01T00:00:00Z" })
    expect(rows.find(({ id }) => id === link.id)?.status).not.toBe("paused")
  })
})
