import type { ChangeAccessMode } from "@/lib/access-modes/schema"
import type { Challenge } from "@/lib/belvo/challenge"
import { type BelvoError, isBelvoError, retold } from "@/lib/belvo/errors"
import type { BelvoLink } from "@/lib/belvo/link"
import { BudgetBusy } from "@/lib/budget"
import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { conflict } from "@/lib/errors"
import { getLink } from "@/lib/links/queries"
import { readLink } from "@/lib/mirror/commands"

export type ChangedAccessMode =
  | { kind: "changed"; link: BelvoLink; observedAt: Date }
  | { kind: "token_required"; challenge: Challenge }
  | { kind: "gone" }

/** Kept before it is sent: from single to recurrent costs money. What Belvo then shows is read anew and written through. */
export async function changeAccessMode(ctx: Ctx, input: ChangeAccessMode): Promise<ChangedAccessMode> {
  const { linkId, accessMode } = input
  await begin(ctx, input)
  try {
    const belvo = await openBelvo(ctx, "member")
    const answer = await belvo.changeAccessMode({ id: linkId, accessMode })
    await finish(ctx, input, answer.kind)
    if (answer.kind === "token_required") return answer
  } catch (error) {
    if (!isBelvoError(error) && !(error instanceof BudgetBusy)) throw error
    await finish(ctx, input, "failed")
    throw isBelvoError(error) ? toRefusal(error) : error
  }
  const reading = await readLink(ctx, { linkId, priority: "member", cause: "access_mode" })
  if (reading.kind === "gone") return { kind: "gone" }
  return { kind: "changed", link: reading.link, observedAt: reading.observedAt }
}

function begin(ctx: Ctx, { linkId, accessMode }: ChangeAccessMode): Promise<null> {
  return write(ctx, "links:access-mode", async () => {
    const { link } = await getLink(ctx, linkId)
    if (link.removedAt) throw conflict("linkRemoved")
    if (link.accessMode === accessMode) throw conflict("accessMode.unchanged")
    const change = { before: { accessMode: link.accessMode }, after: { accessMode } }
    return { result: null, audit: { action: "access_mode.requested", entity: "link", entityId: linkId, ...change } }
  })
}

function finish(ctx: Ctx, { linkId, accessMode }: ChangeAccessMode, outcome: string): Promise<null> {
  const after = { accessMode, outcome }
  return write(ctx, "links:access-mode", async () => ({
    result: null,
    audit: { action: "access_mode.answered", entity: "link", entityId: linkId, after },
  }))
}

const toRefusal = (error: BelvoError) =>
  retold(error, error.belvoCode === "invalid_access_mode_switch" ? "accessMode.noCredentials" : null)
