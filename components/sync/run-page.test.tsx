// @vitest-environment jsdom
import { describe, expect, it } from "vitest"
import { ChangeTable } from "@/components/sync/change-table"
import { RunFacts } from "@/components/sync/run-facts"
import { WindowTable } from "@/components/sync/window-table"
import { type Locale, locales } from "@/lib/format"
import type { RunChange, RunWindow } from "@/lib/sync/progress/details/queries"
import type { ListedSweep } from "@/lib/sync/queries"
import { renderApp } from "@/test/render"

const window = (more: Partial<RunWindow> = {}): RunWindow => ({
  ...{
    id: 1,
    kind: "links",
    from: "2026-03-01",
    to: "2026-03-07",
    institutions: [],
    institutionCount: 0,
    statuses: [],
  },
  ...{ expected: 940, count: 941, seen: 941, passes: 1, state: "read", readAt: new Date("2026-03-14T11:00:05Z") },
  ...more,
})
const cells = (container: HTMLElement) => Array.from(container.querySelectorAll("tbody td"), (cell) => cell.textContent)

async function showWindow(more: Partial<RunWindow>, locale: Locale = "en") {
  const one = window(more)
  const view = await renderApp(<WindowTable windows={[one]} counts={[{ state: one.state, windows: 1 }]} />, { locale })
  return cells(view.container)
}

describe("WindowTable", () => {
  it("says what was asked for, expected, counted and seen, and what came of it", async () => {
    const shown = ["1 Mar 2026 to 7 Mar 2026", "all", "940", "941", "941", "1", "read", "11:00"]
    expect(await showWindow({})).toEqual(shown)
  })

  it.each([
    [{ from: null, to: null }, "at any time"],
    [{ from: null }, "up to 7 Mar 2026"],
    [{ to: null }, "from 1 Mar 2026 on"],
    [{ to: "2026-03-01" }, "1 Mar 2026"],
  ] as const)("names the days of %j", async (more, days) => {
    expect((await showWindow(more))[0]).toBe(days)
  })

  it("names statuses and institutions, and how many more there are", async () => {
    const some = { institutions: ["bank_a", "bank_b", "bank_c"], institutionCount: 61, statuses: ["invalid"] }
    expect((await showWindow(some))[1]).toBe("invalid · bank_a, bank_b and 59 more")
    expect((await showWindow({ institutions: ["bank_a"], institutionCount: 1 }))[1]).toBe("bank_a")
  })

  it("says plainly what went otherwise than planned", async () => {
    expect((await showWindow({ state: "restless", passes: 3 }))[6]).toMatch(/never held still in 3 readings/)
    expect((await showWindow({ kind: "count", state: "restless" }))[6]).toMatch(/did not add up/)
  })

  it.each(locales)("has words for every state of a question in %s", async (locale) => {
    const said = new Set<string | null | undefined>()
    for (const state of ["waiting", "read", "restless", "blocked", "narrowed", "refused", "split", "skipped"]) {
      said.add((await showWindow({ state }, locale))[6])
    }
    for (const state of ["read", "restless"]) said.add((await showWindow({ kind: "count", state }, locale))[6])
    expect(said.size).toBe(10)
  })

  it("says how many there are where not all are shown", async () => {
    const counts = [
      { state: "read", windows: 1_197 },
      { state: "restless", windows: 3 },
    ]
    const { container } = await renderApp(<WindowTable windows={[window()]} counts={counts} />)
    expect(container.textContent).toContain("1,200 windows: 1197 read, 3 never held still The first 1 are shown")
  })
})

describe("ChangeTable", () => {
  const change: RunChange = {
    ...{ id: "7", at: new Date("2026-03-14T11:00:05Z"), linkId: "16f61b4e-7a4b-4f13-9d26-6c2f5ac04e28" },
    ...{ kind: "status", before: "valid", after: "invalid", institution: "bank_a", requestId: null },
  }

  it.each(locales)("says what changed and leads to the link in %s", async (locale) => {
    const { container } = await renderApp(<ChangeTable environment="sandbox" changes={[change]} />, { locale })
    expect(container.querySelector("tbody a")?.getAttribute("href")).toBe(`/sandbox/links/${change.linkId}`)
    expect(cells(container)[2]).toMatch(/\S+ → \S+/)
  })

  it("says why there is none", async () => {
    const { container } = await renderApp(<ChangeTable environment="sandbox" changes={[]} />)
    expect(container.textContent).toContain("No change")
  })
})

it("RunFacts says who, when, how much, and why it ended early with Belvo's request id", async () => {
  const at = new Date("2026-03-14T11:00:00Z")
  const failure = { kind: "unauthorized", code: "authentication_failed", message: "Invalid", requestId: "ab12cd34ef56" }
  const run: ListedSweep = {
    ...{ id: crypto.randomUUID(), kind: "full", cause: "button", requestedBy: null, requestedByName: "Ana" },
    ...{ state: "failed", phase: "pages", createdAt: at, startedAt: at, finishedAt: at, heartbeatAt: at },
    ...{ cancelRequestedAt: null, confirmedAt: null, expected: 5_000, requests: 5, seen: 4_000, inserted: 12 },
    ...{ updated: 3, unchanged: 3_985, removed: 0, missing: null, missingAtLeast: false },
    ...{ checked: 0, failure },
  }
  const { container } = await renderApp(<RunFacts run={run} />)
  for (const words of ["Ana", "Failed", "4,000", "Belvo refused this environment's key", "ab12cd34ef56"]) {
    expect(container.textContent).toContain(words)
  }
})
