import type { AuditEntry } from "@/lib/audit-chain"
import type { Challenge } from "@/lib/belvo/challenge"
import { BelvoApiError, retold } from "@/lib/belvo/errors"
import type { BelvoLink } from "@/lib/belvo/link"
import type { Resumable } from "@/lib/belvo/schema"
import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { conflict } from "@/lib/errors"
import { type FoundLink, getLink } from "@/lib/links/queries"
import { isOpenFinanceBrazil } from "@/lib/links/rules"
import { type ReadLink, readLink } from "@/lib/mirror/commands"
import { cheapestRetrieval, mfaRefusalKey } from "@/lib/recovery/mfa/rules"
import type { AnswerChallenge, AskForCode } from "@/lib/recovery/mfa/schema"
import { requestRefresh } from "@/lib/refreshes/commands"

/** `at`: where the session goes on. */
type Asked = { kind: "token_required"; challenge: Challenge; at: Resumable }

export type AskedForCode =
  | Asked
  /** The bank wanted no code; how the link stands now, its status says. Null where it could not be read. */
  | { kind: "no_code"; link: BelvoLink | null }
  /** No code either: Belvo is refreshing it. */
  | { kind: "refreshing" }
  | { kind: "cooling_down"; coolsDownAt: string }
  | { kind: "gone" }

export type AnsweredChallenge =
  /** Belvo took the answer; how the link stands now, its status says. Null where it could not be read. */
  | { kind: "resumed"; link: BelvoLink | null }
  /** Wrong or late: the new challenge replaces the old one. */
  | Asked
  | { kind: "session_expired" }
  /** Belvo refused: the login is connected by another link already. */
  | { kind: "duplicated" }
  | { kind: "gone" }

/** Has Belvo sign in at the bank by the cheapest retrieval, so that the bank asks. That it was done is kept, the challenge nowhere. */
export async function askForCode(ctx: Ctx, { linkId }: AskForCode): Promise<AskedForCode> {
  const retrieval = cheapestRetrieval(await begin(ctx, linkId, checkAskable))
  if (retrieval.by === "refresh") return askByRefresh(ctx, linkId, retrieval.resource)
  const belvo = await openBelvo(ctx, "member")
  const answer = await inWords(ctx, linkId, () => belvo.retrieve({ resource: retrieval.by, linkId }))
  if (answer.kind === "token_required") return { ...answer, at: retrieval.by }
  return standing(await lookIfPossible(ctx, linkId), "no_code")
}

/** Passes on the code that the customer gives on the phone. That it was given is kept, the code nowhere. */
export async function answerChallenge(ctx: Ctx, answered: AnswerChallenge): Promise<AnsweredChallenge> {
  const { linkId, session, token, at = "links" } = answered
  await begin(ctx, linkId, () => ({ action: "code.given" }))
  const belvo = await openBelvo(ctx, "member")
  const answer = await inWords(ctx, linkId, () => belvo.resumeMfa({ session, linkId, at, ...(token ? { token } : {}) }))
  if (answer.kind === "token_required") return { ...answer, at }
  if (answer.kind === "session_expired" || answer.kind === "duplicated") return { kind: answer.kind }
  const reading = await lookIfPossible(ctx, linkId)
  if (answer.kind === "resumed") return standing(reading, "resumed")
  // Where the link is there, what Belvo did not know is the session.
  return { kind: reading?.kind === "gone" ? "gone" : "session_expired" }
}

type Entry = Pick<AuditEntry, "action" | "after">

/** Kept before anything leaves. Throws CONFLICT where there is nothing to act on. */
function begin(ctx: Ctx, linkId: string, entryOf: (found: FoundLink) => Entry): Promise<FoundLink> {
  return write(ctx, "sessions:open", async () => {
    const found = await getLink(ctx, linkId)
    if (found.link.removedAt) throw conflict("linkRemoved")
    return { result: found, audit: { ...entryOf(found), entity: "link", entityId: linkId } }
  })
}

/** A code helps only a link that Belvo says wants one. */
function checkAskable(found: FoundLink): Entry {
  const { link } = found
  if (isOpenFinanceBrazil(link.institution)) throw conflict("session.consent")
  if (link.status === "unconfirmed") throw conflict("mfa.unconfirmedLink")
  if (link.status !== "token_required") throw conflict(link.status === "invalid" ? "mfa.invalidLink" : "mfa.notWanted")
  return { action: "code.asked", after: { by: cheapestRetrieval(found).by } }
}

async function askByRefresh(ctx: Ctx, linkId: string, resource: string | null): Promise<AskedForCode> {
  const answer = await requestRefresh(ctx, { linkId, ...(resource ? { resources: [resource] } : {}) })
  if (answer.kind === "token_required") return { ...answer, at: "links" }
  return answer.kind === "accepted" ? { kind: "refreshing" } : answer
}

/** What the bank or Belvo refuses is said with what to do next; the refusal may have changed the link, so it is read again first. */
async function inWords<T>(ctx: Ctx, linkId: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof BelvoApiError)) throw error
    const key = mfaRefusalKey(error.belvoCode)
    if (key !== null) await lookIfPossible(ctx, linkId)
    throw retold(error, key)
  }
}

/** What Belvo did stands, whether or not the link can be read afterwards; null where it cannot. */
async function lookIfPossible(ctx: Ctx, linkId: string): Promise<ReadLink | null> {
  try {
    return await readLink(ctx, { linkId, priority: "member", cause: "session" })
  } catch (error) {
    ctx.log.warn("a link was not read again after a code", { linkId, error })
    return null
  }
}

function standing<Kind extends string>(reading: ReadLink | null, kind: Kind) {
  if (reading?.kind === "gone") return { kind: "gone" } as const
  return { kind, link: reading?.link ?? null }
}
