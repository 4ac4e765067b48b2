// @vitest-environment jsdom
import { describe, expect, it } from "vitest"
import { SweepTable } from "@/components/sync/sweep-table"
import { locales } from "@/lib/format"
import type { ListedSweep } from "@/lib/sync/queries"
import { sweepStates } from "@/lib/sync/schema"
import { renderApp } from "@/test/render"

const run = (more: Partial<ListedSweep> = {}): ListedSweep => ({
  id: crypto.randomUUID(),
  kind: "full",
  cause: "schedule",
  requestedBy: null,
  requestedByName: null,
  state: "completed",
  phase: "confirming",
  createdAt: new Date("2026-03-14T11:00:00Z"),
  startedAt: new Date("2026-03-14T11:00:02Z"),
  finishedAt: new Date("2026-03-14T11:01:35Z"),
  heartbeatAt: null,
  cancelRequestedAt: null,
  confirmedAt: null,
  expected: 5_000,
  requests: 5,
  seen: 5_000,
  inserted: 12,
  updated: 3,
  unchanged: 4_985,
  removed: 1,
  missing: 1,
  missingAtLeast: false,
  checked: 1,
  failure: null,
  ...more,
})
const cells = (container: HTMLElement) => Array.from(container.querySelectorAll("tbody td"), (cell) => cell.textContent)

describe("SweepTable", () => {
  it("shows what a sweep read and found, how long it took and who asked for it, and leads to its page", async () => {
    const one = run({ cause: "button", requestedByName: "Ana" })
    const { container } = await renderApp(<SweepTable environment="sandbox" runs={[one]} />)
    const shown = ["All links", "Ana", "Completed", "5,000", "12", "3", "1", "5", "1 min 33 s"]
    expect(cells(container).slice(1)).toEqual(shown)
    expect(container.querySelector("tbody a")?.getAttribute("href")).toBe(`/sandbox/sync/${one.id}`)
  })

  it("says what a delta sweep read, and why a filtered list is empty", async () => {
    const { container, rerenderApp } = await renderApp(
      <SweepTable environment="sandbox" runs={[run({ kind: "delta" })]} />,
    )
    expect(cells(container)[1]).toBe("New and broken")
    rerenderApp(<SweepTable environment="sandbox" runs={[]} filtered />)
    expect(container.textContent).toContain("No sweep of this kind yet")
  })

  it("says why a sweep failed in words, with Belvo's code and request id", async () => {
    const failure = {
      kind: "unauthorized",
      code: "authentication_failed",
      message: "Invalid Secret Keys",
      requestId: "ab12",
    }
    const { container } = await renderApp(
      <SweepTable environment="sandbox" runs={[run({ state: "failed", failure })]} />,
    )
    expect(container.textContent).toContain("Belvo refused this environment's key")
    expect(container.textContent).toContain("authentication_failed · ab12")
  })

  it("keeps Belvo's own sentence where it has none", async () => {
    const failure = { kind: "api", code: "teapot", message: "I am one", requestId: null }
    const { container } = await renderApp(
      <SweepTable environment="sandbox" runs={[run({ state: "failed", failure })]} />,
    )
    expect(container.textContent).toContain("I am one")
  })

  it.each(locales)("has words for every state in %s", async (locale) => {
    const { container } = await renderApp(
      <SweepTable environment="sandbox" runs={sweepStates.map((state) => run({ state }))} />,
      { locale },
    )
    const said = cells(container).filter((_, index) => index % 10 === 3)
    expect(new Set(said).size).toBe(sweepStates.length)
  })
})
