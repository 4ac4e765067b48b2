// @vitest-environment jsdom
import { act, fireEvent, screen } from "@testing-library/react"
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { ShortcutsProvider } from "@/components/ui/shortcuts"
import type { SearchAnswer } from "@/lib/links/search/schema"
import { renderApp } from "@/test/render"
import { SearchBox } from "./search-box"

const hit = (id: string, status: string) => ({
  id,
  externalId: "usr_1",
  institution: "erebor_mx_retail",
  institutionName: "Erebor",
  status,
  removed: false,
  matched: "externalId" as const,
  exact: true,
})
const answers: Record<string, SearchAnswer> = {
  usr_1: {
    hits: [hit("a", "invalid"), hit("b", "valid")],
    target: { kind: "list", query: "?externalId=usr_1&sort=status" },
  },
  usr_2: { hits: [hit("c", "valid")], target: { kind: "link", id: "c" } },
  412: { hits: [{ ...hit("d", "valid"), externalId: "4120", exact: false }], target: null },
}
const asked: string[] = []

// What parses the answers is loaded with the first of them, and time stands still here.
beforeAll(() => import("@/lib/links/search/schema"))
beforeEach(() => {
  asked.length = 0
  vi.useFakeTimers()
  vi.stubGlobal("fetch", (url: string) => {
    const q = new URL(url, "http://localhost").searchParams.get("q") ?? ""
    asked.push(q)
    return Promise.resolve(Response.json(answers[q] ?? { hits: [], target: null }))
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const renderBox = () =>
  renderApp(
    <ShortcutsProvider>
      <SearchBox environment="sandbox" />
    </ShortcutsProvider>,
  )
const box = () => screen.getByRole("combobox")
const pause = () => act(() => vi.advanceTimersByTimeAsync(500))
async function type(value: string) {
  fireEvent.change(box(), { target: { value } })
  await pause()
}
async function submit() {
  const form = box().closest("form")
  if (form) fireEvent.submit(form)
  await pause()
}
async function paste(value: string) {
  const input = box() as HTMLInputElement
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, value)
  fireEvent(input, new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }))
  await pause()
}

describe("SearchBox", () => {
  it("asks once the typing pauses, and shows what it found with its status", async () => {
    await renderBox()
    fireEvent.change(box(), { target: { value: "usr" } })
    await type(" 'usr_1' ")
    expect(asked).toEqual(["usr_1"])
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual([
      "usr_1 Ereborinvalid",
      "usr_1 Ereborvalid",
    ])
  })

  it("opens the hit that the arrows chose", async () => {
    const { visited } = await renderBox()
    await type("usr_1")
    fireEvent.keyDown(box(), { key: "ArrowDown" })
    fireEvent.keyDown(box(), { key: "ArrowDown" })
    expect(screen.getAllByRole("option")[1]?.getAttribute("aria-selected")).toBe("true")
    await submit()
    expect(visited).toEqual(["push /sandbox/links/b"])
  })

  it("leads by Enter to the customer's links where there are several", async () => {
    const { visited } = await renderBox()
    await type("usr_1")
    await submit()
    expect(visited).toEqual(["push /sandbox/links?externalId=usr_1&sort=status"])
  })

  it("opens the one link by a paste alone", async () => {
    const { visited } = await renderBox()
    await paste('"usr_2" ')
    expect(visited).toEqual(["push /sandbox/links/c"])
  })

  it("goes where Belvo is asked for what the mirror does not have", async () => {
    const { visited } = await renderBox()
    await paste("usr/3")
    expect(visited).toEqual(["push /sandbox/search?q=usr%2F3"])
  })

  it("opens no other customer's link for an id that begins like theirs", async () => {
    const { visited } = await renderBox()
    await paste("412")
    await type("412")
    expect(screen.getAllByRole("option")).toHaveLength(1)
    await submit()
    expect(visited).toEqual(["push /sandbox/search?q=412", "push /sandbox/search?q=412"])
  })

  it("shows nothing more after Escape", async () => {
    await renderBox()
    await type("usr_1")
    fireEvent.keyDown(box(), { key: "Escape" })
    expect(screen.queryAllByRole("option")).toEqual([])
    expect(box()).toHaveProperty("value", "usr_1")
  })

  it("asks for nothing where only blanks and quotes were typed", async () => {
    const { visited } = await renderBox()
    await type(' " ')
    await submit()
    expect([asked, visited]).toEqual([[], []])
  })
})
