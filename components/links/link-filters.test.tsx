// @vitest-environment jsdom
import { fireEvent, screen, within } from "@testing-library/react"
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest"
import { ShortcutsProvider } from "@/components/ui/shortcuts"
import type { Locale } from "@/lib/format"
import { linkListParams } from "@/lib/links/schema"
import { renderApp } from "@/test/render"
import { installTopLayer } from "@/test/top-layer"
import { LinkFilters } from "./link-filters"

beforeAll(installTopLayer)

const banks = ["ada", "bora", "cumbre", "delta", "eje", "faro", "gema", "hoja", "isla"]
const facets = {
  institutions: banks.map((name) => ({
    name: `${name}_mx_retail`,
    displayName: `Banco ${name}`,
    country: "MX",
    type: "retail",
  })),
  statuses: ["valid", "on_hold"],
  accessModes: ["recurrent", "single"],
  refreshRates: ["24h", null],
}

function renderFilters(query: string, locale: Locale = "en") {
  const params = linkListParams.parse(Object.fromEntries(new URLSearchParams(query)))
  return renderApp(
    <ShortcutsProvider>
      <LinkFilters path="/sandbox/links" params={params} facets={facets} />
    </ShortcutsProvider>,
    { locale },
  )
}

const open = () => fireEvent.keyDown(document.body, { key: "f" })
const click = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }))

describe("chips", () => {
  it.each([
    ["status=invalid,token_required", "Status is invalid or token required"],
    ["status=on_hold", "Status is unknown: on_hold"],
    ["institution=bora_mx_retail,unheard_of", "Institution is Banco bora or unheard_of"],
    ["externalId=a,b,c", "External id is one of 3"],
    ["createdFrom=2026-03-01&createdTo=2026-03-08", "Created from 1 Mar 2026 to 8 Mar 2026"],
    ["accessedTo=2026-03-08", "No access since 8 Mar 2026"],
    ["refreshRate=null", "Refresh rate is none"],
    ["overdue=1", "Refresh is overdue"],
    ["duplicate=yes", "Is a duplicate"],
    ["orphan=yes", "Is an orphan"],
    ["q=usr_1", "Begins with usr_1"],
  ])("say of %s: %s", async (query, words) => {
    await renderFilters(query)
    expect(screen.getByText(words)).toBeDefined()
  })

  it("speak the reader's language", async () => {
    await renderFilters("status=invalid,token_required", "pt-BR")
    expect(screen.getByText("O status é inválido ou pede código")).toBeDefined()
  })

  it("lead to the list without them, on its first page", async () => {
    await renderFilters("status=invalid&overdue=1&page=4")
    const [first] = screen.getAllByRole("link", { name: "Remove this filter" })
    expect(first?.getAttribute("href")).toBe("/sandbox/links?overdue=1")
  })

  it("open to be changed", async () => {
    const { visited } = await renderFilters("status=invalid")
    click("Status is invalid")
    fireEvent.click(screen.getByRole("checkbox", { name: "invalid" }))
    fireEvent.click(screen.getByRole("checkbox", { name: "token required" }))
    click("Apply")
    expect(visited).toEqual(["push /sandbox/links?status=token_required"])
  })
})

describe("adding a filter", () => {
  it("begins with f, finds an institution by its name and takes several", async () => {
    const { visited } = await renderFilters("status=invalid")
    open()
    click("Institution")
    const search = screen.getByRole("searchbox", { name: "Find: Institution" })
    expect(document.activeElement).toBe(search)
    fireEvent.change(search, { target: { value: "banco g" } })
    const found = within(screen.getByRole("group", { name: "Institution" })).getAllByRole("checkbox")
    expect(found).toHaveLength(1)
    for (const box of found) fireEvent.click(box)
    fireEvent.change(search, { target: { value: "isla_mx" } })
    fireEvent.click(screen.getByRole("checkbox"))
    click("Apply")
    expect(visited).toEqual(["push /sandbox/links?status=invalid&institution=gema_mx_retail,isla_mx_retail"])
  })

  it("takes ids as they are pasted, and refuses more than an address can hold", async () => {
    const { visited } = await renderFilters("")
    open()
    click("External ids")
    const area = screen.getByRole("textbox", { name: "External ids" })
    fireEvent.change(area, { target: { value: Array.from({ length: 900 }, (_, n) => `usr_${n + 1e6}`).join("\n") } })
    expect(screen.getByText(/Too many for one address/)).toBeDefined()
    click("Apply")
    expect(visited).toEqual([])
    fireEvent.change(area, { target: { value: 'usr_1, "usr_2"\nusr_1' } })
    expect(screen.getByText("2 ids")).toBeDefined()
    click("Apply")
    expect(visited).toEqual(["push /sandbox/links?externalId=usr_1,usr_2"])
  })

  it("counts days back from today", async () => {
    vi.useFakeTimers({ now: new Date("2026-03-14T23:30:00Z"), toFake: ["Date"] })
    onTestFinished(() => void vi.useRealTimers())
    const { visited } = await renderFilters("")
    open()
    click("Last access")
    click("Over 30 days ago")
    expect(visited).toEqual(["push /sandbox/links?accessedTo=2026-02-12"])
  })

  it("takes a flag at once", async () => {
    const { visited } = await renderFilters("")
    open()
    click("Overdue")
    expect(visited).toEqual(["push /sandbox/links?overdue=1"])
  })
})
