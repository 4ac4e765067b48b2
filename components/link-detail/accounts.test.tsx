// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react"
import { afterEach, expect, it, vi } from "vitest"
import { makeLinkPage, renderInLink } from "@/test/link-page"
import { Accounts } from "./accounts"

const readAccountsAction = vi.hoisted(() => vi.fn())
vi.mock("@/lib/accounts/actions", () => ({ readAccountsAction }))
vi.mock("@/lib/recovery/actions", () => ({ openSessionAction: vi.fn() }))
afterEach(() => vi.unstubAllGlobals())

const account = { id: "a", name: "Cuenta", category: null, type: null, currency: "MXN", numberEnd: "4321" }

it("collects the accounts from the ticket where Belvo takes its time", async () => {
  readAccountsAction.mockResolvedValueOnce({ ok: true, data: { kind: "queued", ticketId: "t1" } })
  const asked: string[] = []
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url)
    return Response.json({ ok: true, data: { kind: "fresh", value: [account] } })
  })
  await renderInLink(makeLinkPage(), <Accounts />)
  fireEvent.click(screen.getByRole("button"))
  expect(await screen.findByText("Cuenta", {}, { timeout: 3_000 })).toBeTruthy()
  expect(asked).toEqual(["/api/sandbox/tickets/t1"])
})

it("says why there are none where the action is lost, and reads again", async () => {
  readAccountsAction.mockRejectedValueOnce(new TypeError("Failed to fetch"))
  readAccountsAction.mockResolvedValueOnce({ ok: true, data: { kind: "fresh", value: [account] } })
  await renderInLink(makeLinkPage(), <Accounts />)
  fireEvent.click(screen.getByRole("button"))
  expect((await screen.findByRole("alert")).textContent).toMatch(/could not be reached/)
  fireEvent.click(screen.getByRole("button"))
  expect(await screen.findByText("Cuenta")).toBeTruthy()
  expect(screen.queryByRole("alert")).toBeNull()
})
