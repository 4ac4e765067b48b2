// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { renderApp } from "@/test/render"
import { LiveSearch } from "./live-search"

const searchLiveAction = vi.hoisted(() => vi.fn())
vi.mock("@/lib/mirror/search/actions", () => ({ searchLiveAction }))

it("says when Belvo was not asked because the console could not be reached, and asks again", async () => {
  searchLiveAction.mockRejectedValueOnce(new TypeError("Failed to fetch"))
  searchLiveAction.mockResolvedValue({
    ok: true,
    data: { kind: "fresh", value: { hits: [], target: null, asked: true } },
  })
  await renderApp(<LiveSearch environment="sandbox" q="412" />)
  expect((await screen.findByRole("alert")).textContent).toMatch(/The console could not be reached/)
  fireEvent.click(screen.getByRole("button", { name: "Try again" }))
  expect(await screen.findByText("No link at Belvo for 412")).toBeTruthy()
})
