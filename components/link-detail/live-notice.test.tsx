// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { makeLinkPage, renderInLink } from "@/test/link-page"
import { LinkUnknown } from "./link-unknown"
import { LiveNotice } from "./live-notice"

const readLiveAction = vi.hoisted(() => vi.fn())
vi.mock("@/lib/mirror/live/actions", () => ({ readLiveAction }))
vi.mock("@/lib/recovery/actions", () => ({ openSessionAction: vi.fn() }))

const gone = { ok: true, data: { kind: "fresh", value: { kind: "gone", observedAt: new Date(), known: true } } }

it("says that Belvo could not be asked where the action is lost, and lets one ask again", async () => {
  readLiveAction.mockRejectedValueOnce(new TypeError("Failed to fetch")).mockResolvedValueOnce(gone)
  await renderInLink(makeLinkPage(), <LiveNotice />)
  expect(await screen.findByText(/The console could not be reached/)).toBeTruthy()
  fireEvent.click(screen.getByRole("button"))
  expect(await screen.findByText(/Belvo no longer has/)).toBeTruthy()
})

it("gives the button of an unknown link back where the action is lost", async () => {
  readLiveAction.mockRejectedValueOnce(new TypeError("Failed to fetch")).mockResolvedValueOnce(gone)
  await renderInLink(makeLinkPage(), <LinkUnknown environment="sandbox" id="1" mayAsk heading />)
  fireEvent.click(screen.getByRole("button"))
  expect((await screen.findByRole("alert")).textContent).toMatch(/The console could not be reached/)
  fireEvent.click(screen.getByRole("button"))
  await vi.waitFor(() => expect(screen.getByRole("alert").textContent).not.toMatch(/could not be reached/), 15_000)
})
