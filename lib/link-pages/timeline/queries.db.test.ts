import { randomUUID } from "node:crypto"
import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { listTimeline } from "@/lib/link-pages/timeline/queries"
import { type TimelineItem, timelineInput } from "@/lib/link-pages/timeline/schema"
import type { PrismaClient } from "@/prisma/generated/client"
import { testWorld } from "@/test/world"

const linkId = "16f68516-bcbc-4cf7-b815-c500d4204e28"
const at = (clock: string) => new Date(`2026-03-01T${clock}Z`)

function addEvent(db: PrismaClient, ctx: Ctx, clock: string, more: { before?: string; after?: string } = {}) {
  return db.linkEvent.create({
    data: {
      environmentId: ctx.environment.id,
      at: at(clock),
      linkId,
      kind: "status",
      before: more.before ?? "valid",
      after: more.after ?? "invalid",
      institution: "erebor_mx_retail",
      cause: "webhook",
      requestId: "4363b08b51eb43509c745df5ac92a7f6",
    },
  })
}

function addWebhook(db: PrismaClient, ctx: Ctx, clock: string, of = linkId) {
  return db.webhookEvent.create({
    data: {
      environmentId: ctx.environment.id,
      receivedAt: at(clock),
      fingerprint: Buffer.from(randomUUID()),
      rawHash: Buffer.from("hash"),
      type: "LINK",
      code: "invalid_credentials",
      linkId: of,
      state: "done",
    },
  })
}

const act = (ctx: Ctx, action: string, after: Record<string, string>) =>
  write(ctx, "notes:write", async () => ({ result: null, audit: { action, entity: "link", entityId: linkId, after } }))

const page = (ctx: Ctx, after?: string | null) => listTimeline(ctx, timelineInput.parse({ linkId, after }))
const kinds = (items: readonly TimelineItem[]) => items.map((item) => `${item.source} ${item.kind}`)

describe("listTimeline", () => {
  it("tells events, webhooks, acts and notes of one link in one order, newest first", async () => {
    const { ctx, db, elsewhere } = await testWorld({ role: "support", now: at("09:20:00") })
    await addEvent(db, ctx, "09:12:00")
    await addWebhook(db, ctx, "09:11:58")
    await addWebhook(db, ctx, "09:11:59", randomUUID())
    await act(ctx, "session.opened", { sessionId: randomUUID() })
    await act(ctx, "note.added", { noteId: randomUUID() })
    const memberId = ctx.actor.kind === "member" ? ctx.actor.id : ""
    await db.note.create({
      data: {
        environmentId: ctx.environment.id,
        linkId,
        at: at("09:30:00"),
        memberId,
        text: "called",
        ticket: "SUP-1",
      },
    })

    const { items, after } = await page(ctx)

    expect(kinds(items)).toEqual(["note note", "act session.opened", "event status", "webhook invalid_credentials"])
    expect(items[0]).toMatchObject({ text: "called", ticket: "SUP-1", actor: "A support" })
    expect(items[1]).toMatchObject({ actor: "A support", at: "2026-03-01T09:20:00.000000Z" })
    expect(items[2]).toMatchObject({ before: "valid", after: "invalid", cause: "webhook" })
    expect(after).toBeNull()
    expect((await page(await elsewhere())).items).toEqual([])
  })

  it("shows with an act what has become of it", async () => {
    const { ctx, db } = await testWorld({ role: "support" })
    const refresh = await db.refreshRequest.create({
      data: {
        environmentId: ctx.environment.id,
        linkId,
        requestedBy: randomUUID(),
        at: new Date(),
        outcome: "accepted",
        coolsDownAt: new Date(),
        belvoRequestId: "b5d0106ac9cc43d5b36199fe831f6bbe",
      },
    })
    await act(ctx, "refresh.requested", { refreshId: refresh.id })

    expect((await page(ctx)).items).toMatchObject([
      { kind: "refresh.requested", state: "accepted", requestId: "b5d0106ac9cc43d5b36199fe831f6bbe" },
    ])
  })

  it("pages through everything once, also where many things happened in the same moment", async () => {
    const { ctx, db } = await testWorld({ role: "viewer" })
    for (let i = 0; i < 45; i++) {
      await addEvent(db, ctx, "09:12:00")
      await addWebhook(db, ctx, i % 2 ? "09:12:00" : "09:13:00")
    }
    const seen: string[] = []
    let after: string | null = null
    do {
      const next = await page(ctx, after)
      seen.push(...next.items.map((item) => item.key))
      after = next.after
    } while (after)
    expect(seen).toHaveLength(90)
    expect(new Set(seen).size).toBe(90)
  })
})
