import { createHash } from "node:crypto"
import type { WidgetToken } from "@/lib/belvo/tokens"
import type { Ctx } from "@/lib/ctx"
import { record, type Tx, write } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { AppError } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { rereadDelaysSeconds } from "@/lib/recovery/rules"
import { settleSessionJob } from "@/lib/recovery/settling/jobs"

type Wanted = { linkId: string; priority: "member" | "visitor" }

/** A token in update mode. One that would repair another link, or create one, is refused and never handed out. */
export async function createUpdateToken(ctx: Ctx, { linkId, priority }: Wanted): Promise<WidgetToken> {
  const belvo = await openBelvo(ctx, priority)
  const token = await belvo.createWidgetToken({ mode: "update", linkId })
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
  for (const seconds of rereadDelaysSeconds) {
    const startAfter = new Date(facts.openedAt.getTime() + seconds * 1_000)
    await enqueue(tx, settleSessionJob, { sessionId: id }, { startAfter })
  }
  return id
}
