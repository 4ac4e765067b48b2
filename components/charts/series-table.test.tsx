// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { expect, it } from "vitest"
import { renderApp } from "@/test/render"
import { SeriesTable } from "./series-table"

it("leads from each day that is over to its links, recorded or not", async () => {
  const days = [
    { day: "2026-03-12", values: null },
    { day: "2026-03-13", values: { valid: 3 } },
    { day: "2026-03-14", values: { valid: 4 } },
  ]
  const series = [{ key: "valid", label: "valid", tone: "valid" as const }]
  const dayLinks = { prefix: "/sandbox/links?asOf=", until: "2026-03-14" }
  await renderApp(<SeriesTable label="Links" series={series} days={days} dayLinks={dayLinks} />)
  const links = screen.getAllByRole("link").map((link) => link.getAttribute("href"))
  expect(links).toEqual(["/sandbox/links?asOf=2026-03-13", "/sandbox/links?asOf=2026-03-12"])
})
