import { createHash } from "node:crypto"
import { BelvoApiError } from "@/lib/belvo/errors"
import type { WidgetToken } from "@/lib/belvo/tokens"
import type { Ctx } from "@/lib/ctx"
import { record, type Tx, write } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { AppError } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { type ReturnAddresses, rereadDelaysSeconds } from "@/lib/recovery/rules"
import { settleSessionJob } from "@/lib/recovery/settling/jobs"

/** `callbackUrls`: where the widget leads back to; without them nobody hears how it was left. */
type Wanted = { linkId: string; priority: "member" | "visitor"; callbackUrls?: ReturnAddresses }

/** A token in update mode. One that would repair another link, or create one, is refused and never handed out. */
export async function createUpdateToken(ctx: Ctx, wanted: Wanted): Promise<WidgetToken> {
  const { linkId, priority } = wanted
  const token = await ask(ctx, wanted)
  if (token.link?.id === linkId) return token
  const claimed = token.link?.id ?? null
  ctx.log.error("a widget token was for another link", { linkId, claimed, requestId: ctx.requestId })
  const after = { because: "wrong_link", claimed }
  const refused = async () => ({
    result: null,
    audit: { action: "session.refused", entity: "link", entityId: linkId, after },
  })
  if (priority === "member") await write(ctx, "sessions:open", refused)
  else await record(ctx, "repair:visit", refused)
  throw new AppError("BELVO", "session.wrongLink", { detail: `token for ${claimed ?? "no link"}, wanted ${linkId}` })
}

/** Belvo names no ways back in its guide to update mode: where it will not have them, the re-reads alone tell what came of it. */
async function ask(ctx: Ctx, { linkId, priority, callbackUrls }: Wanted): Promise<WidgetToken> {
  const belvo = await openBelvo(ctx, priority)
  if (!callbackUrls) return belvo.createWidgetToken({ mode: "update", linkId })
  try {
    return await belvo.createWidgetToken({ mode: "update", linkId, callbackUrls })
  } catch (error) {
    if (!(error instanceof BelvoApiError) || !refusesWidget(error)) throw error
    ctx.log.warn("Belvo wants no ways back in update mode", { linkId, requestId: error.requestId })
    return belvo.createWidgetToken({ mode: "update", linkId })
  }
}

const refusesWidget = ({ status, issues }: BelvoApiError): boolean =>
  status === 400 && issues.some(({ field }) => field !== null && /^(widget|branding|callback_urls)\b/.test(field))

export type NewSession = {
  id?: string
  linkId: string
  token: WidgetToken
  statusBefore: string
  openedAt: Date
  /** A member's id; without it, of who came by the address. */
  openedBy?: string
  addressId?: string
}

/** Keeps a session by its token's hash alone, and has the link looked at again until it is settled. Answers its id. */
export async function insertSession(tx: Tx, ctx: Ctx, { token, ...facts }: NewSession): Promise<string> {
  const tokenHash = new Uint8Array(createHash("sha256").update(token.access).digest())
  const { expiresAt } = token
  const { id } = await tx.repairSession.create({
    data: { ...facts, environmentId: ctx.environment.id, state: "open", tokenHash, expiresAt },
  })
  const startAfter = rereadDelaysSeconds.map((seconds) => new Date(facts.openedAt.getTime() + seconds * 1_000))
  await enqueue(
    tx,
    settleSessionJob,
    startAfter.map(() => ({ sessionId: id })),
    { startAfter },
  )
  return id
}
