// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { makeLinkPage, renderInLink } from "@/test/link-page"
import { LinkActs } from "./link-acts"
import { NextRefresh } from "./next-refresh"

vi.mock("@/lib/recovery/actions", () => ({ openSessionAction: vi.fn() }))
vi.mock("@/lib/recovery/mfa/actions", () => ({ answerChallengeAction: vi.fn(), askForCodeAction: vi.fn() }))
vi.mock("@/lib/refreshes/actions", () => ({ requestRefreshAction: vi.fn() }))
vi.mock("@/lib/access-modes/actions", () => ({ changeAccessModeAction: vi.fn() }))
vi.mock("@/lib/accounts/actions", () => ({ readAccountsAction: vi.fn() }))
vi.mock("@/lib/deletions/actions", () => ({ requestDeletionAction: vi.fn() }))

const buttons = () => screen.getAllByRole("button").map((button) => button.textContent)

it.each(["invalid", "token_required", "unconfirmed", "on_hold"])(
  "sends an agent with a Brazilian open-finance link that is %s to the portal, never to a session that is refused",
  async (status) => {
    await renderInLink(makeLinkPage({ institution: "ofmockbank_br_retail", status }), <LinkActs />)
    expect(buttons()).toContain("Renew the consent")
    expect(buttons().join()).not.toMatch(/session/i)
  },
)

it("offers a session for every other link that is not valid", async () => {
  await renderInLink(makeLinkPage({ status: "unconfirmed" }), <LinkActs />)
  expect(buttons()).toContain("Create update-mode session")
})

it.each([
  ["valid", /overdue since/],
  ["invalid", /none while it is not valid/],
])("says of a %s link that is past its refresh rate: %s", async (status, words) => {
  const { container } = await renderInLink(
    makeLinkPage({ status, refreshDueAt: new Date("2026-03-10T00:00:00Z") }),
    <NextRefresh />,
  )
  expect(container.textContent).toMatch(words)
})
