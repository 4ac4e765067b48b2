// @vitest-environment jsdom
import { expect, it, vi } from "vitest"
import { Decision } from "@/components/sync/decision"
import { type Locale, locales } from "@/lib/format"
import type { SweepRun } from "@/lib/sync/queries"
import { renderApp } from "@/test/render"

vi.mock("@/lib/sync/actions", () => ({ confirmRemovalsAction: vi.fn(), declineRemovalsAction: vi.fn() }))
vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh: vi.fn() }) }))

const at = new Date("2026-03-14T11:00:00Z")
const run: SweepRun = {
  ...{ id: crypto.randomUUID(), kind: "full", cause: "schedule", requestedBy: null, state: "needs_decision" },
  ...{ phase: "confirming", createdAt: at, startedAt: at, finishedAt: at, heartbeatAt: at, cancelRequestedAt: null },
  ...{ confirmedAt: null, expected: 9_000, requests: 9, seen: 0, inserted: 0, updated: 0, unchanged: 0, removed: 0 },
  ...{ missing: 450, missingAtLeast: false, checked: 0, failure: null },
}
const textOf = async (one: SweepRun, locale: Locale = "en") => {
  const { container } = await renderApp(<Decision environment="sandbox" run={one} mayDecide />, { locale })
  return container.textContent
}

it.each(locales)("says how many links are missing, or that they are at least so many, in %s", async (locale) => {
  const exact = await textOf(run, locale)
  const least = await textOf({ ...run, missingAtLeast: true }, locale)
  expect(exact).toContain("450")
  expect(least).toContain("450")
  expect(least).not.toBe(exact)
})

it("promises no number where all that is missing goes", async () => {
  const least = await textOf({ ...run, missingAtLeast: true })
  expect(least).toContain("At least 450 links are no longer in Belvo's list")
  expect(least).toContain("Mark all missing links as removed")
  expect(least).not.toContain("Mark 450 links")
})
