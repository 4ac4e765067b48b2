import { randomUUID } from "node:crypto"
import type { BelvoLink } from "@/lib/belvo/link"
import type { WidgetToken } from "@/lib/belvo/tokens"
import type { Ctx, Member } from "@/lib/ctx"
import { databaseNow, read, type Tx, write } from "@/lib/db"
import { conflict, forbidden } from "@/lib/errors"
import { getLink } from "@/lib/links/queries"
import { isOpenFinanceBrazil } from "@/lib/links/rules"
import { readLink } from "@/lib/mirror/commands"
import { createUpdateToken, insertSession } from "@/lib/recovery/opening/commands"
import { findLatestSession, getSession } from "@/lib/recovery/queries"
import { blocksAnother, returnAddresses, widgetAddress } from "@/lib/recovery/rules"
import type { OpenSession, SessionView } from "@/lib/recovery/schema"
import { settleReplaced } from "@/lib/recovery/settling/commands"

export type OpenedSession =
  /** The only place where the address, and in it the token, ever appears. */
  | { kind: "opened"; session: SessionView; address: string }
  | { kind: "healed"; link: BelvoLink; observedAt: Date }
  | { kind: "already_open"; session: SessionView }
  | { kind: "gone" }

/**
 * A session in which the customer repairs this link with Belvo's widget. Reads the link itself first: one that has healed
 * needs none. Throws CONFLICT for links of Brazilian open finance, whose consent is renewed elsewhere.
 */
export async function openSession(ctx: Ctx, { linkId, replace }: OpenSession): Promise<OpenedSession> {
  const { actor } = ctx
  if (actor.kind !== "member") throw forbidden("sessions:open")
  const { link } = await read(ctx, "sessions:open", () => getLink(ctx, linkId))
  if (link.removedAt) throw conflict("linkRemoved")
  if (isOpenFinanceBrazil(link.institution)) throw conflict("session.consent")
  // Not "session": what has healed by now did so without this one.
  const reading = await readLink(ctx, { linkId, priority: "member", cause: "live" })
  if (reading.kind === "gone") return { kind: "gone" }
  if (reading.link.status === "valid") return { kind: "healed", link: reading.link, observedAt: reading.observedAt }
  const known = await findLatestSession(ctx, { linkId })
  if (known && known.id !== replace && blocksAnother(known, ctx.now())) return { kind: "already_open", session: known }
  const newId = randomUUID()
  const callbackUrls = returnAddresses(ctx.env.nextAuthUrl, { slug: ctx.environment.slug, id: newId })
  const token = await createUpdateToken(ctx, { linkId, priority: "member", callbackUrls })
  const id = await keep(ctx, { actor, id: newId, linkId, replace, token, statusBefore: reading.link.status })
  const session = id ? await getSession(ctx, { id }) : await findLatestSession(ctx, { linkId })
  if (!session) throw conflict("session.justOpened")
  if (!id) return { kind: "already_open", session }
  return { kind: "opened", session, address: widgetAddress(ctx.env.belvoWidgetUrl, token.access) }
}

type Opening = {
  actor: Member
  id: string
  linkId: string
  replace: string | undefined
  token: WidgetToken
  statusBefore: string
}

/** Answers the session's id, or null where somebody else was quicker. The token itself is not kept. */
async function keep(ctx: Ctx, { actor, replace, ...session }: Opening): Promise<string | null> {
  const environmentId = ctx.environment.id
  const { linkId, statusBefore } = session
  const openedAt = await databaseNow(ctx)
  return write<string | null>(ctx, "sessions:open", async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`session ${environmentId} ${linkId}`}, 0))::text`
    const other = await findBlocking(tx, ctx, { linkId, replace })
    const entry = { entity: "link", entityId: linkId }
    if (other)
      return { result: null, audit: { ...entry, action: "session.refused", after: { because: "already_open" } } }
    const settled = await settleReplaced(tx, ctx, { linkId })
    const id = await insertSession(tx, ctx, { ...session, openedAt, openedBy: actor.id })
    const after = { sessionId: id, statusBefore, replaces: replace ?? null }
    return { result: id, audit: [{ ...entry, action: "session.opened", after }, ...settled] }
  })
}

function findBlocking(tx: Tx, ctx: Ctx, { linkId, replace }: Pick<Opening, "linkId" | "replace">) {
  return tx.repairSession.findFirst({
    where: {
      environmentId: ctx.environment.id,
      linkId,
      state: "open",
      expiresAt: { gt: ctx.now() },
      ...(replace ? { id: { not: replace } } : {}),
    },
    select: { id: true },
  })
}
