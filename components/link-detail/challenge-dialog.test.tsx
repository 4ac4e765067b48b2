// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from "@testing-library/react"
import { beforeAll, beforeEach, expect, it, vi } from "vitest"
import { currentToasts, dismissToast } from "@/components/ui/toast-store"
import type { Challenge } from "@/lib/belvo/challenge"
import { makeLinkPage, renderInLink } from "@/test/link-page"
import { installTopLayer } from "@/test/top-layer"
import { type Asked, ChallengeDialog } from "./challenge-dialog"

const answerChallengeAction = vi.hoisted(() => vi.fn())
vi.mock("@/lib/recovery/mfa/actions", () => ({ answerChallengeAction, askForCodeAction: vi.fn() }))
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
const asked = { challenge, at: "accounts", since: Date.now(), isAgain: false } as const

async function answer(outcome: unknown) {
  const onClose = vi.fn()
  answerChallengeAction.mockResolvedValueOnce({ ok: true, data: outcome })
  await renderInLink(page, <ChallengeDialog asked={asked} onAsked={vi.fn()} onRestart={vi.fn()} onClose={onClose} />)
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
  ["one that could not be read since", { kind: "resumed", link: null }, "Belvo has taken the answer", undefined],
  ["a refusal", { kind: "duplicated" }, "Belvo refused: this login is connected by another link already", "bad"],
  ["a link that is gone", { kind: "gone" }, "Belvo no longer has this link", "bad"],
])("says of %s what it is", async (_what, outcome, title, tone) => {
  expect(await answer(outcome)).toEqual([[title, tone]])
})

const show = (given: Partial<Asked>) =>
  renderInLink(
    page,
    <ChallengeDialog asked={{ ...asked, ...given }} onAsked={onAsked} onRestart={vi.fn()} onClose={vi.fn()} />,
  )
const onAsked = vi.fn()
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name, hidden: true }))

it("empties the field before the answer is on its way, and sends it where the challenge came from", async () => {
  answerChallengeAction.mockReturnValueOnce(new Promise(() => {}))
  await show({})
  const field = screen.getByRole("textbox", { hidden: true })
  fireEvent.change(field, { target: { value: "111111" } })
  press("Send the answer")
  await waitFor(() => expect(answerChallengeAction).toHaveBeenCalled())
  expect(answerChallengeAction).toHaveBeenLastCalledWith("sandbox", {
    ...{ linkId: page.link.id, session: challenge.session, at: "accounts", token: "111111" },
  })
  expect(field).toHaveProperty("value", "")
  expect(document.body.innerHTML).not.toContain("111111")
})

it("resumes without a token where the customer confirms on another device", async () => {
  answerChallengeAction.mockResolvedValueOnce({ ok: true, data: resumed("valid") })
  await show({ challenge: { ...challenge, expectsUserInput: false } })
  expect(screen.queryByRole("textbox", { hidden: true })).toBeNull()
  press("The customer has confirmed")
  await waitFor(() => expect(answerChallengeAction.mock.lastCall?.[1]).not.toHaveProperty("token"))
})

it("hands on the challenge that replaces this one, to be shown as such, with seconds of its own", async () => {
  const next = { ...challenge, kind: "numeric", code: "703837", expiresInSeconds: 60 } as const
  answerChallengeAction.mockResolvedValueOnce({
    ok: true,
    data: { kind: "token_required", challenge: next, at: "owners" },
  })
  await show({})
  fireEvent.change(screen.getByRole("textbox", { hidden: true }), { target: { value: "000000" } })
  press("Send the answer")
  await waitFor(() => expect(onAsked).toHaveBeenCalled())
  expect(onAsked.mock.lastCall?.[0]).toMatchObject({ challenge: next, at: "owners", isAgain: true })
})

it("says that a challenge is a new one, reads a code out sign by sign, and shows a question as text", async () => {
  await show({ isAgain: true, challenge: { ...challenge, kind: "numeric", code: "703837" } })
  expect(screen.getByText(/This is a new challenge/)).toBeDefined()
  expect(screen.getByText("7 0 3 8 3 7")).toBeDefined()
})

it("shows a question as text, whatever stands in it", async () => {
  await show({ challenge: { ...challenge, kind: "text", question: "<img src=x onerror=alert(1)>" } })
  expect(screen.getByText("<img src=x onerror=alert(1)>")).toBeDefined()
  expect(document.querySelector("img")).toBeNull()
})

it.each([
  ["no longer waits", { ok: true, data: { kind: "session_expired" } }, /no longer waits/],
  [
    "refuses",
    { ok: false, code: "CONFLICT", message: "The bank refused the sign-in", requestId: "1" },
    /refused the sign-in/,
  ],
])("offers to start again where the bank %s", async (_what, outcome, words) => {
  answerChallengeAction.mockResolvedValueOnce(outcome)
  await show({})
  fireEvent.change(screen.getByRole("textbox", { hidden: true }), { target: { value: "111111" } })
  press("Send the answer")
  await screen.findByText(words)
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Start again"))
  expect(screen.queryByRole("textbox", { hidden: true })).toBeNull()
})

it("says that the time is over, by the seconds since the challenge came", async () => {
  await show({ since: Date.now() - 61_000, challenge: { ...challenge, expiresInSeconds: 60 } })
  expect(screen.getByText(/time of this challenge is over/)).toBeDefined()
  expect(screen.getByRole("timer", { hidden: true }).textContent).toContain("0:00")
})
