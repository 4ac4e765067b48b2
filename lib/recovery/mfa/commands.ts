import type { Challenge } from "@/lib/belvo/challenge"
import type { BelvoLink } from "@/lib/belvo/link"
import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { conflict } from "@/lib/errors"
import { getLink } from "@/lib/links/queries"
import { readLink } from "@/lib/mirror/commands"
import type { AnswerChallenge } from "@/lib/recovery/mfa/schema"

export type AnsweredChallenge =
  /** Belvo took the answer; how the link stands now, its status says. */
  | { kind: "resumed"; link: BelvoLink; observedAt: Date }
  /** Wrong or late: the new challenge replaces the old one. */
  | { kind: "token_required"; challenge: Challenge }
  | { kind: "session_expired" }
  /** Belvo refused: the login is connected by another link already. */
  | { kind: "duplicated" }
  | { kind: "gone" }

/** Passes on the code that the customer gives on the phone. That it was given is kept, the code nowhere. */
export async function answerChallenge(
  ctx: Ctx,
  { linkId, session, token }: AnswerChallenge,
): Promise<AnsweredChallenge> {
  await write(ctx, "sessions:open", async () => {
    const { link } = await getLink(ctx, linkId)
    if (link.removedAt) throw conflict("linkRemoved")
    return { result: null, audit: { action: "code.given", entity: "link", entityId: linkId } }
  })
  const belvo = await openBelvo(ctx, "member")
  const answer = await belvo.resumeMfa({ session, linkId, ...(token ? { token } : {}) })
  if (answer.kind === "token_required") return answer
  if (answer.kind === "session_expired") return { kind: "session_expired" }
  const reading = await readLink(ctx, { linkId, priority: "member", cause: "session" })
  if (reading.kind === "gone") return { kind: "gone" }
  if (answer.kind === "duplicated") return { kind: "duplicated" }
  // The link is there, so what Belvo did not know is the session.
  if (answer.kind === "not_found") return { kind: "session_expired" }
  return { kind: "resumed", link: reading.link, observedAt: reading.observedAt }
}
