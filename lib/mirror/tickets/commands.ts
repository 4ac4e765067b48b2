import { setTimeout as sleep } from "node:timers/promises"
import { z } from "zod"
import type { Ctx } from "@/lib/ctx"
import { read, record } from "@/lib/db"
import { AppError, type ErrorCode, errorStatus, forbidden, notFound } from "@/lib/errors"
import type { LiveAnswer } from "@/lib/mirror/live/schema"
import { asMirror } from "@/lib/mirror/sights/commands"
import type { Prisma } from "@/prisma/generated/client"

/** What is left of two seconds after the way here and back. */
const patienceMs = 1_700
/** A person's call to Belvo ends long before this; where a ticket has no answer by then, its process has died. */
const lostAfterMs = 60_000

/** Runs `work`; what is not done in time goes on, and its answer is kept under a ticket for this member. */
export async function withinPatience<T>(ctx: Ctx, work: () => Promise<T>): Promise<LiveAnswer<T>> {
  const running = work()
  const late = Symbol("late")
  const first = await Promise.race([running, sleep(patienceMs, late)])
  if (first !== late) return { kind: "fresh", value: await running }
  const ticketId = await openTicket(ctx)
  void running
    .then((value) => closeTicket(ctx, ticketId, { state: "done", result: toJson(value) }))
    .catch((error: unknown) => closeTicket(ctx, ticketId, { state: "failed", result: toJson(whyOf(ctx, error)) }))
    .catch((error: unknown) => ctx.log.error("a live answer was not kept", { ticketId, error }))
  return { kind: "queued", ticketId }
}

/** The answer, or the same ticket where there is none yet. Throws what the work threw; NOT_FOUND for somebody else's ticket. */
export async function collectTicket(ctx: Ctx, ticketId: string): Promise<LiveAnswer<unknown>> {
  if (ctx.actor.kind !== "member") throw forbidden("links:live")
  const mine = { environmentId: ctx.environment.id, id: ticketId, memberId: ctx.actor.id }
  const ticket = z.guid().safeParse(ticketId).success
    ? await read(ctx, "links:live", (db) => db.liveTicket.findFirst({ where: mine }))
    : null
  if (!ticket) throw notFound()
  if (ticket.state === "done") return { kind: "fresh", value: ticket.result }
  if (ticket.state === "failed") throw toError(ticket.result)
  if (ctx.now().getTime() - ticket.createdAt.getTime() > lostAfterMs) throw new AppError("UNAVAILABLE", "liveLost")
  return { kind: "queued", ticketId }
}

function openTicket(ctx: Ctx): Promise<string> {
  const { actor, environment } = ctx
  if (actor.kind !== "member") throw forbidden("links:live")
  return record(asMirror(ctx), "mirror:write", async (tx) => {
    const data = { environmentId: environment.id, memberId: actor.id, createdAt: ctx.now(), state: "waiting" }
    const { id } = await tx.liveTicket.create({ data, select: { id: true } })
    return { result: id }
  })
}

type Closing = { state: "done" | "failed"; result: Prisma.InputJsonValue }

async function closeTicket(ctx: Ctx, ticketId: string, closing: Closing): Promise<void> {
  await record(asMirror(ctx), "mirror:write", async (tx) => {
    const where = { environmentId: ctx.environment.id, id: ticketId }
    return { result: await tx.liveTicket.updateMany({ where, data: { ...closing, finishedAt: ctx.now() } }) }
  })
}

const codes = Object.keys(errorStatus) as ErrorCode[]
const why = z.object({
  code: z.enum(codes),
  key: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  belvoRequestId: z.string().optional(),
})

/** What an error says to people, which is all that may be kept of it. */
function whyOf(ctx: Ctx, error: unknown): z.input<typeof why> {
  if (!(error instanceof AppError)) {
    ctx.log.error("a live read failed", { error })
    return { code: "INTERNAL", key: "internal" }
  }
  const { values, belvoRequestId } = error.options
  return { code: error.code, key: error.key, ...(values && { values }), ...(belvoRequestId && { belvoRequestId }) }
}

function toError(result: unknown): AppError {
  const { code, key, values, belvoRequestId } = why.parse(result)
  return new AppError(code, key, { ...(values && { values }), ...(belvoRequestId && { belvoRequestId }) })
}

const toJson = (value: unknown): Prisma.InputJsonValue => JSON.parse(JSON.stringify(value))
