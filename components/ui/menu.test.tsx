// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from "@testing-library/react"
import { beforeAll, describe, expect, it, vi } from "vitest"
import { renderApp } from "@/test/render"
import { installTopLayer } from "@/test/top-layer"
import { Button } from "./button"
import { Menu } from "./menu"

beforeAll(installTopLayer)

async function openMenu() {
  const onSelect = vi.fn()
  await renderApp(
    <Menu
      label="Acts"
      trigger={(props) => <Button {...props}>More</Button>}
      items={[
        { id: "copy", label: "Copy", onSelect },
        { id: "off", label: "Refresh", onSelect, disabled: true },
        { id: "delete", label: "Delete", onSelect, danger: true },
      ]}
    />,
  )
  fireEvent.click(screen.getByRole("button", { name: "More" }))
  await waitFor(() => expect(focused()).toBe("Copy"))
  return { onSelect, menu: screen.getByRole("menu", { name: "Acts" }) }
}

const focused = () => document.activeElement?.textContent

describe("Menu", () => {
  it("opens on its first item and says that it is open", async () => {
    await openMenu()
    expect(screen.getByRole("button", { name: "More" }).getAttribute("aria-expanded")).toBe("true")
  })

  it("moves by arrows, Home, End and first letters, past what is disabled and around the ends", async () => {
    const { menu } = await openMenu()
    const presses = [
      ["ArrowDown", "Delete"],
      ["ArrowDown", "Copy"],
      ["ArrowUp", "Delete"],
      ["Home", "Copy"],
      ["End", "Delete"],
      ["c", "Copy"],
    ] as const
    for (const [key, expected] of presses) {
      fireEvent.keyDown(menu, { key })
      expect(focused()).toBe(expected)
    }
  })

  it("closes when an item is chosen, gives the focus back and then does it", async () => {
    const { onSelect } = await openMenu()
    fireEvent.click(screen.getByRole("menuitem", { name: "Delete" }))
    expect(onSelect).toHaveBeenCalledOnce()
    expect(screen.queryByRole("menuitem")).toBeNull()
    expect(focused()).toBe("More")
  })
})
