import type { AuditEntry } from "@/lib/audit-chain"
import type { Ctx } from "@/lib/ctx"
import { record, type Tx } from "@/lib/db"
import { readLink } from "@/lib/mirror/commands"
import { endAddress, endIfOver, endVisit, insertOutcome } from "@/lib/recovery/addresses/settling/commands"
import { getSession, listReplaced, type SessionsOf } from "@/lib/recovery/queries"
import type { SessionView } from "@/lib/recovery/schema"
import type { SettleSession } from "@/lib/recovery/settling/schema"
import { Prisma } from "@/prisma/generated/client"

/** Looks at what has become of a session: first in the mirror, where a webhook may have been quicker, then at Belvo. */
export async function settleSession(ctx: Ctx, { sessionId, rumour = false }: SettleSession): Promise<void> {
  const known = await getSession(ctx, { id: sessionId })
  const why = { priority: rumour ? "webhook" : "visitor", cause: "session", causeId: sessionId } as const
  if (known.state === "open") await readLink(ctx, { linkId: known.linkId, ...why })
  const session = known.state === "open" ? await getSession(ctx, { id: sessionId }) : known
  if (session.state !== "open") await keep(ctx, session)
}

async function keep(ctx: Ctx, session: SessionView): Promise<void> {
  await record(ctx, "sessions:settle", async (tx) => {
    await lockAddresses(tx, ctx, Prisma.sql`s.id = ${session.id}::uuid`)
    return { result: null, audit: await settleOne(tx, ctx, session) }
  })
}

/**
 * Where another session is being opened, in the caller's transaction, which keeps the entries: the open ones come to what they have
 * come to by now, and only what had time left is replaced. `quiet`: by the same visit, which is not told of.
 */
export async function settleReplaced(
  tx: Tx,
  ctx: Ctx,
  { quiet = false, ...of }: SessionsOf & { quiet?: boolean },
): Promise<AuditEntry[]> {
  await lockAddresses(
    tx,
    ctx,
    "linkId" in of
      ? Prisma.sql`s.link_id = ${of.linkId}::uuid AND s.state = 'open'`
      : Prisma.sql`s.address_id = ${of.addressId}::uuid AND s.state = 'open'`,
  )
  const entries: AuditEntry[] = []
  for (const session of await listReplaced(tx, ctx, of)) {
    entries.push(...(await settleOne(tx, ctx, { ...session, statusAfter: afterOf(session) }, quiet)))
  }
  return entries
}

/** What is replaced has come to nothing that could be told. */
const afterOf = ({ state, statusAfter }: SessionView) => (state === "replaced" ? null : statusAfter)

/** The addresses of sessions, which whoever changes both takes first. */
const lockAddresses = (tx: Tx, ctx: Ctx, which: Prisma.Sql) => tx.$queryRaw`
  SELECT FROM repair_address a JOIN repair_session s ON s.environment_id = a.environment_id AND s.address_id = a.id
  WHERE s.environment_id = ${ctx.environment.id} AND ${which} ORDER BY a.id FOR UPDATE OF a`

/** A session is settled once: who comes second changes nothing. */
async function settleOne(
  tx: Tx,
  ctx: Ctx,
  { id, linkId, state, statusAfter, settledAt }: SessionView,
  quiet = false,
): Promise<AuditEntry[]> {
  const now = ctx.now()
  const [row] = await tx.repairSession.updateManyAndReturn({
    where: { environmentId: ctx.environment.id, id, state: "open" },
    data: { state, statusAfter, settledAt: now },
  })
  if (!row) return []
  const { addressId, errorCode } = row
  if (addressId !== null && !(quiet && state === "replaced")) {
    const visit = { addressId, sessionId: id, errorCode }
    const at = settledAt === null ? now : new Date(settledAt)
    if (state === "healed") await endAddress(tx, ctx, { ...visit, errorCode: null, state: "repaired", at })
    else if (state === "replaced") await insertOutcome(tx, ctx, { addressId, sessionId: id, kind: state, at: now })
    else await endVisit(tx, ctx, { ...visit, kind: visitEnd(state), at: now })
  }
  if (addressId !== null) await endIfOver(tx, ctx, { addressId })
  if (state === "replaced") return []
  return [{ action: "session.settled", entity: "link", entityId: linkId, after: { sessionId: id, state } }]
}

/** Who never came back from the widget has given up. */
const visitEnd = (state: SessionView["state"]) =>
  state === "failed" || state === "still_broken" ? "failed" : "gave_up"
