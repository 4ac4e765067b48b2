// @vitest-environment jsdom
import { screen, within } from "@testing-library/react"
import { describe, expect, it } from "vitest"
import type { Locale } from "@/lib/format"
import type { RecoveryReport } from "@/lib/history/recoveries/schema"
import { causes } from "@/lib/history/schema"
import { trendParams } from "@/lib/history/trends/schema"
import { dayMs, hourMs } from "@/lib/time"
import { renderApp } from "@/test/render"
import { RecoverySection } from "./recovery-section"

const all = { lost: 12, recovered: 5, removed: 2, medianMs: 5 * hourMs, p90Ms: 3 * dayMs }
const report: RecoveryReport = {
  all,
  institutions: [{ institution: "erebor_mx_retail", displayName: "Erebor", ...all }],
  causes: causes.map((cause) => ({ cause, recovered: 1, medianMs: hourMs, p90Ms: hourMs })),
}

const show = (one: RecoveryReport, locale: Locale = "en") =>
  renderApp(<RecoverySection environment="sandbox" params={trendParams.parse({ days: "365" })} report={one} />, {
    locale,
  })
const cellsOf = (name: string) =>
  within(screen.getByRole("row", { name: new RegExp(name) }))
    .getAllByRole("cell")
    .map((cell) => cell.textContent)

describe("RecoverySection", () => {
  it("counts removed links apart, and what is still open as not recovered", async () => {
    await show(report)
    expect(
      screen.getByText(/12 links left valid. 5 came back, 5 are still not valid, 2 were removed before./),
    ).toBeTruthy()
    expect(cellsOf("Erebor")).toEqual(["12", "5", "5", "2", "50%", "5 h", "3 d"])
  })

  it.each<Locale>(["en", "es", "pt-BR"])("names every cause in %s", async (locale) => {
    await show(report, locale)
    const table = screen.getAllByRole("table")[1]
    const named = table ? within(table).getAllByRole("rowheader") : []
    const words = named.map((header) => header.textContent ?? "")
    expect(words).toHaveLength(causes.length)
    expect(new Set(words).size).toBe(causes.length)
    for (const cause of causes) expect(words).not.toContain(cause)
  })

  it("keeps the rest of the address when another period is chosen", async () => {
    await show(report)
    const link = screen.getByRole("link", { name: "90 days" })
    expect(link.getAttribute("href")).toBe("/sandbox/trends?days=365&recovered=90#recovery")
  })

  it("says where nothing broke that nothing did", async () => {
    await show({ all: { ...all, lost: 0, recovered: 0, removed: 0 }, institutions: [], causes: [] })
    expect(screen.getByText("No link left valid in this time.")).toBeTruthy()
    expect(screen.queryAllByRole("table")).toEqual([])
  })
})
