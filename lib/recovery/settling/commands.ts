import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { readLink } from "@/lib/mirror/commands"
import { endAddress, endVisit } from "@/lib/recovery/addresses/settling/commands"
import { getSession } from "@/lib/recovery/queries"
import type { SessionView } from "@/lib/recovery/schema"
import type { SettleSession } from "@/lib/recovery/settling/schema"

/** Looks at what has become of a session: first in the mirror, where a webhook may have been quicker, then at Belvo. */
export async function settleSession(ctx: Ctx, { sessionId, rumour = false }: SettleSession): Promise<void> {
  const known = await getSession(ctx, { id: sessionId })
  const why = { priority: rumour ? "webhook" : "visitor", cause: "session", causeId: sessionId } as const
  if (known.state === "open") await readLink(ctx, { linkId: known.linkId, ...why })
  const session = known.state === "open" ? await getSession(ctx, { id: sessionId }) : known
  if (session.state !== "open") await keep(ctx, session)
}

/** A session is settled once: who comes second changes nothing. */
async function keep(ctx: Ctx, { id, linkId, state, statusAfter, settledAt }: SessionView): Promise<void> {
  await record(ctx, "sessions:settle", async (tx) => {
    // The address first, as a visit that begins takes them.
    await tx.$queryRaw`
      SELECT FROM repair_address a JOIN repair_session s ON s.environment_id = a.environment_id AND s.address_id = a.id
      WHERE s.environment_id = ${ctx.environment.id} AND s.id = ${id}::uuid FOR UPDATE OF a`
    const [row] = await tx.repairSession.updateManyAndReturn({
      where: { environmentId: ctx.environment.id, id, state: "open" },
      data: { state, statusAfter, settledAt: ctx.now() },
    })
    if (!row) return { result: null }
    if (row.addressId !== null) {
      const at = settledAt === null ? ctx.now() : new Date(settledAt)
      const visit = { addressId: row.addressId, sessionId: id, errorCode: row.errorCode }
      if (state === "healed") await endAddress(tx, ctx, { ...visit, errorCode: null, state: "repaired", at })
      else await endVisit(tx, ctx, { ...visit, kind: visitEnd(state), at: ctx.now() })
    }
    const audit = { action: "session.settled", entity: "link", entityId: linkId, after: { sessionId: id, state } }
    return { result: null, audit }
  })
}

/** Who never came back from the widget has given up. */
const visitEnd = (state: SessionView["state"]) =>
  state === "failed" || state === "still_broken" ? "failed" : "gave_up"
