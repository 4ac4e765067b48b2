// @vitest-environment jsdom
import { fireEvent, screen, within } from "@testing-library/react"
import { beforeAll, describe, expect, it, vi } from "vitest"
import { renderApp } from "@/test/render"
import { installTopLayer } from "@/test/top-layer"
import { ShortcutsProvider, useShortcut } from "./shortcuts"

beforeAll(installTopLayer)

function Holder({ letter = "e", label = "Export", run }: { letter?: string | null; label?: string; run: () => void }) {
  useShortcut(letter, label, run)
  return null
}

describe("shortcuts", () => {
  it("run by their key", async () => {
    const run = vi.fn()
    await renderApp(
      <ShortcutsProvider>
        <Holder run={run} />
      </ShortcutsProvider>,
    )
    fireEvent.keyDown(document.body, { key: "e" })
    fireEvent.keyDown(document.body, { key: "d" })
    expect(run).toHaveBeenCalledOnce()
  })

  it("are off while somebody types, with modifiers, while a dialog is open, and for Enter on a button", async () => {
    const run = vi.fn()
    await renderApp(
      <ShortcutsProvider>
        <Holder run={run} />
        <Holder letter="Enter" run={run} />
        <input aria-label="text" />
        <textarea aria-label="note" />
        <select aria-label="choice" />
        <button type="button">Press</button>
      </ShortcutsProvider>,
    )
    for (const label of ["text", "note", "choice"]) fireEvent.keyDown(screen.getByLabelText(label), { key: "e" })
    for (const modifier of ["ctrlKey", "metaKey", "altKey"]) {
      fireEvent.keyDown(document.body, { key: "e", [modifier]: true })
    }
    fireEvent.keyDown(screen.getByRole("button", { name: "Press" }), { key: "Enter" })
    fireEvent.keyDown(document.body, { key: "?" })
    // It is fetched when it is asked for first.
    await screen.findByRole("dialog", {}, { timeout: 10_000 })
    fireEvent.keyDown(document.body, { key: "e" })
    expect(run).not.toHaveBeenCalled()
  })

  it("work from a checkbox, where nothing is typed", async () => {
    const run = vi.fn()
    await renderApp(
      <ShortcutsProvider>
        <Holder letter="j" run={run} />
        <input type="checkbox" aria-label="row" />
      </ShortcutsProvider>,
    )
    fireEvent.keyDown(screen.getByLabelText("row"), { key: "j" })
    expect(run).toHaveBeenCalledOnce()
  })

  it("of two for one key the later wins, and the first again when that one is gone", async () => {
    const [first, second] = [vi.fn(), vi.fn()]
    const page = (both: boolean) => (
      <ShortcutsProvider>
        <Holder run={first} />
        <Holder letter={both ? "e" : null} run={second} />
      </ShortcutsProvider>
    )
    const { rerenderApp } = await renderApp(page(true))
    fireEvent.keyDown(document.body, { key: "e" })
    expect([first, second].map((run) => run.mock.calls.length)).toEqual([0, 1])
    rerenderApp(page(false))
    fireEvent.keyDown(document.body, { key: "e" })
    expect([first, second].map((run) => run.mock.calls.length)).toEqual([1, 1])
  })

  it("lists on ? what works right now", async () => {
    await renderApp(
      <ShortcutsProvider>
        <Holder run={vi.fn()} />
      </ShortcutsProvider>,
    )
    fireEvent.keyDown(document.body, { key: "?" })
    const dialog = within(await screen.findByRole("dialog", { name: "Keyboard shortcuts" }))
    expect(dialog.getAllByRole("definition").map((label) => label.textContent)).toEqual(["Export", "Show all keys"])
  })
})
