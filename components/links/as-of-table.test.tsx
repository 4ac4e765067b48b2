// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react"
import { PathnameContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime"
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest"
import { ShortcutsProvider } from "@/components/ui/shortcuts"
import type { Locale } from "@/lib/format"
import type { AsOfPage, AsOfParams, AsOfRow } from "@/lib/history/as-of/schema"
import { linkListParams } from "@/lib/links/schema"
import { now, renderApp } from "@/test/render"
import { installTopLayer } from "@/test/top-layer"
import { AsOfButton } from "./as-of-button"
import { AsOfTable } from "./as-of-table"

beforeAll(installTopLayer)

const facets = { institutions: [], statuses: ["valid"], accessModes: [], refreshRates: [] }
const row: AsOfRow = {
  id: "16f68516-bcbc-4cf7-b815-c500d4204e28",
  institution: "erebor_mx_retail",
  country: "MX",
  type: "retail",
  createdAt: "2026-01-14T13:11:00.500001Z",
  known: true,
  removed: false,
  status: "invalid",
  statusSince: "2026-03-01T09:12:00Z",
  accessMode: "recurrent",
  refreshRate: "24h",
  credentialsStorage: "store",
  externalId: "usr_1",
  externalIdLost: false,
}
const hidden = { known: false, status: null, statusSince: null, accessMode: null, refreshRate: null }
const pageOf = (rows: readonly AsOfRow[], more: Partial<AsOfPage> = {}): AsOfPage => ({
  ...{ rows, total: { count: rows.length, exact: true }, after: null, before: null },
  ...{ recording: { first: "2026-02-01", last: "2026-03-03" }, descending: true, lookedThrough: null },
  ...more,
})
const paramsOf = (query: string): AsOfParams => ({
  ...linkListParams.parse(Object.fromEntries(new URLSearchParams(query))),
  asOf: "2026-03-03",
})

const show = (page: AsOfPage, query = "", locale: Locale = "en") =>
  renderApp(
    <PathnameContext value="/sandbox/links">
      <ShortcutsProvider>
        <AsOfTable environment="sandbox" page={page} params={paramsOf(query)} facets={facets} may={{ export: true }} />
      </ShortcutsProvider>
    </PathnameContext>,
    { locale },
  )

describe("AsOfTable", () => {
  it.each<[Locale, string]>([
    ["en", "As it was at the end of 3 Mar 2026"],
    ["es", "Como estaba al final del 3 mar 2026"],
    ["pt-BR", "Como estava no fim de 3 mar 2026"],
  ])("says in %s which day it shows, with a way back to now that keeps the filters", async (locale, words) => {
    await show(pageOf([row]), "status=invalid", locale)
    expect(screen.getByText(words)).toBeTruthy()
    const back = screen
      .getAllByRole("link")
      .find((link) => link.getAttribute("href") === "/sandbox/links?status=invalid")
    expect(back).toBeTruthy()
  })

  it("shows what was recorded, and of what was not that it was not", async () => {
    await show(pageOf([row, { ...row, ...hidden, id: row.id.replace("1", "2"), externalId: "usr_2" }]))
    expect(screen.getByText("invalid")).toBeTruthy()
    expect(screen.getByText("not recorded")).toBeTruthy()
  })

  it("lets nothing be selected: what is to be acted upon is the list of now", async () => {
    await show(pageOf([row]))
    expect(screen.queryAllByRole("checkbox")).toEqual([])
    expect(screen.getByRole("button", { name: "Export CSV" })).toBeTruthy()
  })

  it.each<[Partial<AsOfPage>, RegExp]>([
    [{ recording: { first: "2026-02-01", last: "2026-03-01" } }, /was known from 1 Mar 2026 on/],
    [{ recording: { first: "2026-03-05", last: null } }, /first complete sync was on 5 Mar 2026/],
    [{ recording: { first: null, last: null } }, /nothing is known of past days/],
    [{ lookedThrough: 5_000 }, /5,000 links were looked through/],
  ])("says of %j what that means", async (more, words) => {
    await show(pageOf([row], more))
    expect(screen.getByText(words)).toBeTruthy()
  })

  it("names the filters and the order that are out of force", async () => {
    await show(pageOf([row]), "overdue=1&statusFrom=2026-01-01&sort=status")
    expect(screen.getByText(/filters are off: Status since, Overdue/)).toBeTruthy()
    expect(screen.getByText(/a past day has no other order/)).toBeTruthy()
  })
})

describe("AsOfButton", () => {
  it("leads to the day chosen, with the same filters, away from Belvo's own list", async () => {
    vi.useFakeTimers({ now, toFake: ["Date"] })
    onTestFinished(() => void vi.useRealTimers())
    const params = linkListParams.parse({ status: "invalid", live: "1" })
    const { visited } = await renderApp(<AsOfButton path="/sandbox/links" params={params} />)
    fireEvent.click(screen.getByRole("button", { name: "As of…" }))
    const input = screen.getByLabelText<HTMLInputElement>("Day (UTC)")
    expect([input.value, input.max]).toEqual(["2026-03-13", "2026-03-13"])
    fireEvent.change(input, { target: { value: "2026-03-03" } })
    fireEvent.click(screen.getByRole("button", { name: "Show that day" }))
    expect(visited).toEqual(["push /sandbox/links?status=invalid&asOf=2026-03-03"])
  })
})
