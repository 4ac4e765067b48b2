import type { Ctx } from "@/lib/ctx"
import { read, record } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { notFound } from "@/lib/errors"
import { applyLinks, readLink } from "@/lib/mirror/commands"
import { getConnecting } from "@/lib/recovery/connecting/queries"
import type { ConnectingView } from "@/lib/recovery/connecting/schema"
import type { SettleConnecting } from "@/lib/recovery/connecting/settling/schema"

/** Looks at what has become of a session that connects something new: first in the mirror, then at Belvo, by the external id. */
export async function settleConnecting(ctx: Ctx, { sessionId }: SettleConnecting): Promise<void> {
  const known = await getConnecting(ctx, { id: sessionId })
  if (known.state !== "open") return keep(ctx, known)
  const askedAt = await lookForLink(ctx, known)
  const session = await getConnecting(ctx, { id: sessionId, askedAt })
  if (session.state !== "open") await keep(ctx, session)
}

/** By the user's external id; and where Belvo has dropped that, by the link that the widget named. */
async function lookForLink(ctx: Ctx, { id, externalId, link }: ConnectingView): Promise<Date> {
  const why = { cause: "session", causeId: id } as const
  // Without it the list would be of everybody's links.
  if (externalId === null) throw notFound()
  const belvo = await openBelvo(ctx, "visitor")
  const { items, sentAt } = await belvo.listLinkTexts({ externalId, pageSize: 1_000 })
  if (items.length > 0) await applyLinks(ctx, { ...why, links: items, observedAt: sentAt })
  const named = await findNamed(ctx, id)
  const isListed = items.some((item) => item.id === named)
  if (named && !isListed && link?.status !== "valid")
    await readLink(ctx, { ...why, linkId: named, priority: "visitor" })
  return sentAt
}

async function findNamed(ctx: Ctx, id: string): Promise<string | null> {
  const where = { environmentId_id: { environmentId: ctx.environment.id, id } }
  const row = await read(ctx, "links:read", (db) => db.repairSession.findUnique({ where, select: { newLinkId: true } }))
  return row?.newLinkId ?? null
}

/** A session is settled once: who comes second changes nothing. Whose the link is, the link itself says from then on. */
async function keep(ctx: Ctx, { id, state, link, externalId }: ConnectingView): Promise<void> {
  await record(ctx, "sessions:settle", async (tx) => {
    const environmentId = ctx.environment.id
    const made = link
      ? await tx.link.findUnique({
          where: { environmentId_id: { environmentId, id: link.id } },
          select: { externalId: true },
        })
      : null
    const { count } = await tx.repairSession.updateMany({
      where: { environmentId, id, state: "open" },
      data: {
        ...{ state, newLinkId: link?.id ?? null, statusAfter: link?.status ?? null, settledAt: ctx.now() },
        ...(made !== null && made.externalId === externalId ? { externalId: null } : {}),
      },
    })
    const after = { state, linkId: link?.id ?? null }
    const entry = { action: "session.settled", entity: "session", entityId: id, after }
    return { result: null, ...(count > 0 ? { audit: entry } : {}) }
  })
}
