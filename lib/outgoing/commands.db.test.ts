import { createHmac } from "node:crypto"
import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { endPreviousSecret, removeEndpoint, rotateSecret, saveEndpoint } from "@/lib/outgoing/commands"
import { queueDeliveries, resendDelivery, resendFailed, sendTest } from "@/lib/outgoing/deliveries/commands"
import { countFailedDeliveries, listDeliveries } from "@/lib/outgoing/deliveries/queries"
import { endDeliveries } from "@/lib/outgoing/keeping/commands"
import { findEndpoint } from "@/lib/outgoing/queries"
import { mostAttempts, retryDelaysMs } from "@/lib/outgoing/rules"
import { deliveryListParams } from "@/lib/outgoing/schema"
import { sendDue } from "@/lib/outgoing/sending/commands"
import { systemActor } from "@/test/environment"
import { openReceiver, type Received } from "@/test/receiver"
import { testWorld } from "@/test/world"

/** An environment whose endpoint is a plain HTTP server of this test, and a clock that only the test moves. */
async function outgoingWorld(answer?: (received: Received) => number) {
  const world = await testWorld({ role: "admin" })
  const receiver = await openReceiver(answer)
  let millis = Date.parse("2026-03-01T12:00:00Z")
  const env = { ...world.ctx.env, webhookAllowedHosts: [receiver.place] }
  const ctx: Ctx = { ...world.ctx, env, now: () => new Date(millis), seeded: true }
  const machine: Ctx = { ...ctx, actor: systemActor(["webhooks:send", "links:read"]) }
  const { secret } = await saveEndpoint(ctx, { url: `${receiver.url}/hook?key=1` })
  const list = async (query: Record<string, string> = {}) =>
    (await listDeliveries(ctx, { params: deliveryListParams.parse(query) })).rows
  return {
    ...{ ...world, ctx, machine, receiver, secret: secret ?? "", list },
    send: () =>
      sendDue(machine, { fill: async (_, { body }) => ({ kind: "filled" as const, data: { filled: body } }) }),
    advance: (ms: number) => {
      millis += ms
    },
    queue: (items: number) =>
      record(machine, "webhooks:send", async (tx) => ({
        result: await queueDeliveries(tx, machine, [{ event: "repair_addresses", body: { n: items }, items }]),
      })),
  }
}

const signedWith = (secret: string, { headers, body }: Received): boolean => {
  const [time = "", ...signatures] = String(headers["enlace-signature"]).split(",")
  const hex = createHmac("sha256", secret)
    .update(`${time.replace("t=", "")}.${body}`)
    .digest("hex")
  return signatures.includes(`v1=${hex}`)
}

describe("sendDue", () => {
  it("delivers what is queued, signed, under an id, and keeps what came of it", async () => {
    const { ctx, receiver, queue, send, list, secret } = await outgoingWorld()
    const [id] = await queue(2)
    expect(await send()).toBe(1)
    const [received] = receiver.received
    if (!received) throw new Error("nothing came")
    expect(received).toMatchObject({
      path: "/hook?key=1",
      headers: { "enlace-delivery": id, "enlace-event": "repair_addresses" },
    })
    expect(JSON.parse(received.body)).toEqual({
      ...{ id, type: "repair_addresses", created_at: "2026-03-01T12:00:00.000Z" },
      ...{ environment: ctx.environment.slug, data: { filled: { n: 2 } } },
    })
    expect(signedWith(secret, received)).toBe(true)
    expect(signedWith(`${secret}x`, received)).toBe(false)
    expect(await list()).toMatchObject([
      { id, state: "delivered", attempts: 1, httpStatus: 200, problem: null, items: 2 },
    ])
    expect(await send()).toBe(0)
  })

  it("tries again with longer waits, under the same id, until it gives up; and sends all that failed anew when asked", async () => {
    let status = 500
    const { ctx, receiver, queue, send, list, advance } = await outgoingWorld(() => status)
    const [id] = await queue(1)
    for (const delayMs of retryDelaysMs) {
      expect(await send()).toBe(1)
      expect(await send()).toBe(0)
      expect(await list()).toMatchObject([{ state: "waiting", problem: "status", httpStatus: 500 }])
      advance(delayMs)
    }
    await send()
    expect(await list({ show: "failed" })).toMatchObject([
      { id, state: "failed", attempts: mostAttempts, nextAt: null },
    ])
    expect(await countFailedDeliveries(ctx)).toBe(1)
    expect(new Set(receiver.received.map(({ headers }) => headers["enlace-delivery"]))).toEqual(new Set([id]))
    status = 200
    expect(await resendFailed(ctx)).toEqual({ count: 1 })
    await expect(resendFailed(ctx)).rejects.toMatchObject({ key: "outgoing.noneFailed" })
    await expect(resendDelivery(ctx, { deliveryId: id ?? "" })).rejects.toMatchObject({ key: "outgoing.onItsWay" })
    await send()
    expect(await list()).toMatchObject([{ state: "delivered" }])
  })

  it("takes over what a worker died with, and a slow one changes nothing afterwards", async () => {
    const { db, queue, send, list, advance, receiver } = await outgoingWorld()
    const [id] = await queue(1)
    await db.outgoingDelivery.updateMany({
      data: { state: "sending", attempts: 1, nextAt: new Date("2026-03-01T12:01:00Z") },
    })
    expect(await send()).toBe(0)
    advance(60_000)
    expect(await send()).toBe(1)
    expect(await list()).toMatchObject([{ id, state: "delivered", attempts: 2 }])
    expect(receiver.received).toHaveLength(1)
  })

  it("signs with both secrets while they rotate, and with the new one alone afterwards", async () => {
    const { ctx, receiver, queue, send, secret } = await outgoingWorld()
    const { secret: next } = await rotateSecret(ctx)
    expect((await findEndpoint(ctx))?.rotatedAt).not.toBeNull()
    await queue(1)
    await send()
    await endPreviousSecret(ctx)
    await queue(1)
    await send()
    await expect(endPreviousSecret(ctx)).rejects.toMatchObject({ key: "outgoing.onlyOneSecret" })
    expect(receiver.received.map((one) => [signedWith(secret, one), signedWith(next, one)])).toEqual([
      [true, true],
      [false, true],
    ])
  })

  it("fails at once what nobody is there to receive, or what has nothing left to tell", async () => {
    const { ctx, machine, queue, list, send } = await outgoingWorld()
    await queue(1)
    await sendDue(machine, { fill: async () => ({ kind: "gone" as const }) })
    expect(await list()).toMatchObject([{ state: "failed", problem: "gone" }])
    await queue(1)
    await removeEndpoint(ctx)
    await send()
    expect((await list()).map(({ problem }) => problem).toSorted()).toEqual(["gone", "noEndpoint"])
    await expect(sendTest(ctx)).rejects.toMatchObject({ key: "outgoing.noEndpoint" })
  })
})

describe("a delivery that cannot be put together", () => {
  it("holds up no other, and fails once it has been tried as often as any", async () => {
    const { machine, queue, list, advance, ctx } = await outgoingWorld()
    const errors: unknown[] = []
    const told = { ...machine, log: { ...machine.log, error: (...said: unknown[]) => void errors.push(said) } }
    const [broken] = await queue(1)
    await queue(2)
    const fill = async (_: Ctx, { id, body }: { id: string; body: unknown }) => {
      if (id === broken) throw new Error("no such body")
      return { kind: "filled" as const, data: body }
    }
    await sendDue(told, { fill })
    expect(await list()).toMatchObject(
      (await list()).map(({ id }) =>
        id === broken ? { state: "waiting", problem: "internal" } : { state: "delivered" },
      ),
    )
    for (const delayMs of retryDelaysMs) {
      advance(delayMs)
      await sendDue({ ...told, now: ctx.now }, { fill })
    }
    expect(await list({ show: "failed" })).toMatchObject([{ id: broken, attempts: mostAttempts, problem: "internal" }])
    expect(errors).toHaveLength(mostAttempts)
  })

  it("is not tried for ever where each worker died of it", async () => {
    const { db, queue, send, list, receiver, ctx } = await outgoingWorld()
    await queue(1)
    await db.outgoingDelivery.updateMany({ data: { state: "sending", attempts: mostAttempts, nextAt: ctx.now() } })
    await send()
    expect(await list()).toMatchObject([{ state: "failed", problem: "internal" }])
    expect(receiver.received).toHaveLength(0)
  })

  it("is no try where it is only too early", async () => {
    const { machine, queue, list, ctx } = await outgoingWorld()
    await queue(1)
    const at = new Date(ctx.now().getTime() + 60_000)
    await sendDue(machine, { fill: async () => ({ kind: "later" as const, at }) })
    expect(await list()).toMatchObject([{ state: "waiting", attempts: 0, problem: null, nextAt: at.toISOString() }])
  })
})

describe("saveEndpoint", () => {
  it("shows the secret once, keeps it sealed, and keeps it where only the address changes", async () => {
    const { ctx, db, receiver, secret } = await outgoingWorld()
    expect(secret).toMatch(/^whsec_[A-Za-z0-9_-]{43}$/)
    expect(await saveEndpoint(ctx, { url: `${receiver.url}/other` })).toEqual({ secret: null })
    expect(await findEndpoint(ctx)).toMatchObject({ url: `${receiver.url}/other`, rotatedAt: null })
    const rows = JSON.stringify([await db.environmentSecret.findMany(), await db.auditEntry.findMany()], (_, value) =>
      typeof value === "bigint"
        ? String(value)
        : value instanceof Uint8Array
          ? Buffer.from(value).toString("latin1")
          : value,
    )
    expect(rows).not.toContain(secret)
    expect(rows).not.toContain("key=1")
    expect(rows).not.toContain("/hook")
    const viewer = { ...ctx, actor: systemActor(["links:read"]) }
    expect(await findEndpoint(viewer)).toMatchObject({ url: receiver.url })
    await expect(saveEndpoint(ctx, { url: "http://mailer.example.com/" })).rejects.toMatchObject({
      options: { fields: { url: ["outgoingUrl"] } },
    })
  })
})

it("keeps what was sent for three months, and what waits for as long as it does", async () => {
  const { ctx, db, queue, send, list } = await outgoingWorld()
  await queue(1)
  await send()
  await queue(2)
  const old = new Date(ctx.now().getTime() - 91 * 86_400_000)
  await db.outgoingDelivery.updateMany({ data: { createdAt: old } })
  expect(await endDeliveries({ ...ctx, actor: systemActor(["housekeeping"]) })).toBe(1)
  expect(await list()).toMatchObject([{ state: "waiting" }])
})

it("a test says nothing but that it works, and is tried once", async () => {
  const { ctx, machine, receiver, list } = await outgoingWorld(() => 500)
  await sendTest(ctx)
  await sendDue(machine, { fill: async () => ({ kind: "filled" as const, data: { message: "x" } }) })
  expect(receiver.received.map(({ headers }) => headers["enlace-event"])).toEqual(["test"])
  expect(await list()).toMatchObject([{ state: "failed", attempts: 1, httpStatus: 500 }])
})
