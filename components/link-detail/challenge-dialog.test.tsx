// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from "@testing-library/react"
import { beforeAll, beforeEach, expect, it, vi } from "vitest"
import { currentToasts, dismissToast } from "@/components/ui/toast-store"
import type { Challenge } from "@/lib/belvo/challenge"
import { makeLinkPage, renderInLink } from "@/test/link-page"
import { installTopLayer } from "@/test/top-layer"
import { ChallengeDialog } from "./challenge-dialog"

const answerChallengeAction = vi.hoisted(() => vi.fn())
vi.mock("@/lib/recovery/mfa/actions", () => ({ answerChallengeAction }))
vi.mock("@/lib/recovery/actions", () => ({ openSessionAction: vi.fn() }))
beforeAll(installTopLayer)
beforeEach(() => {
  for (const { id } of currentToasts()) dismissToast(id)
})

const page = makeLinkPage({ status: "token_required" })
const challenge: Challenge = {
  kind: "inputless",
  session: "0".repeat(32),
  linkId: page.link.id,
  expiresInSeconds: null,
  instructions: null,
  expectsUserInput: true,
  requestId: null,
}

async function answer(outcome: unknown) {
  const onClose = vi.fn()
  answerChallengeAction.mockResolvedValueOnce({ ok: true, data: outcome })
  await renderInLink(
    page,
    <ChallengeDialog challenge={challenge} onChallenge={vi.fn()} onRestart={vi.fn()} onClose={onClose} />,
  )
  fireEvent.change(screen.getByRole("textbox", { hidden: true }), { target: { value: "111111" } })
  fireEvent.click(screen.getByRole("button", { name: "Send the answer", hidden: true }))
  await waitFor(() => expect(onClose).toHaveBeenCalled())
  return currentToasts().map(({ title, tone }) => [title, tone])
}

const resumed = (status: string) => ({ kind: "resumed", link: { status }, observedAt: new Date() })

it.each([
  ["a link that works", resumed("valid"), "Valid again", "good"],
  ["one that is still broken", resumed("invalid"), "The bank has the answer, but the link is still invalid", "bad"],
  ["one in a state unknown here", resumed("on_hold"), "The bank has the answer, but the link is still on_hold", "bad"],
  ["a refusal", { kind: "duplicated" }, "Belvo refused: this login is connected by another link already", "bad"],
  ["a link that is gone", { kind: "gone" }, "Belvo no longer has this link", "bad"],
])("says of %s what it is", async (_what, outcome, title, tone) => {
  expect(await answer(outcome)).toEqual([[title, tone]])
})
