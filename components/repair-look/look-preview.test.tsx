// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react"
import { expect, it } from "vitest"
import { usualLook } from "@/lib/recovery/look/schema"
import { renderApp } from "@/test/render"
import { LookPreview } from "./look-preview"

it("shows the page in the language that is chosen, and says in which it is written", async () => {
  const words = (title: string) => ({ title, text: "…", button: "…" })
  const texts = {
    es: words("Reconecta tu banco"),
    "pt-BR": words("Reconecte seu banco"),
    en: words("Reconnect your bank"),
  }
  await renderApp(<LookPreview look={{ ...usualLook, background: "#ffffff" }} texts={texts} />)
  expect(screen.getByText("Reconnect your bank")).toBeDefined()
  fireEvent.click(screen.getByRole("button", { name: "Português (Brasil)" }))
  expect(screen.getByText("Reconecte seu banco").closest("[lang]")?.getAttribute("lang")).toBe("pt-BR")
  expect(screen.queryByText("Reconnect your bank")).toBeNull()
})
