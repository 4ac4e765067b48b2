import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { readLink } from "@/lib/mirror/commands"
import { getSession } from "@/lib/recovery/queries"
import type { SessionView } from "@/lib/recovery/schema"
import type { SettleSession } from "@/lib/recovery/settling/schema"

/** Looks at what has become of a session: first in the mirror, where a webhook may have been quicker, then at Belvo. */
export async function settleSession(ctx: Ctx, { sessionId }: SettleSession): Promise<void> {
  const known = await getSession(ctx, { id: sessionId })
  const why = { priority: "visitor", cause: "session", causeId: sessionId } as const
  if (known.state === "open") await readLink(ctx, { linkId: known.linkId, ...why })
  const session = known.state === "open" ? await getSession(ctx, { id: sessionId }) : known
  if (session.state !== "open") await keep(ctx, session)
}

/** A session is settled once: who comes second changes nothing. */
async function keep(ctx: Ctx, { id, linkId, state, statusAfter }: SessionView): Promise<void> {
  await record(ctx, "sessions:settle", async (tx) => {
    const { count } = await tx.repairSession.updateMany({
      where: { environmentId: ctx.environment.id, id, state: "open" },
      data: { state, statusAfter, settledAt: ctx.now() },
    })
    const entry = { action: "session.settled", entity: "link", entityId: linkId, after: { sessionId: id, state } }
    return { result: null, ...(count > 0 ? { audit: entry } : {}) }
  })
}
