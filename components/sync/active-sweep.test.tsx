// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { beforeEach, expect, it, vi } from "vitest"
import { ActiveSweep } from "@/components/sync/active-sweep"
import type { RunProgress } from "@/lib/sync/progress/schema"
import { look, Stream } from "@/test/event-source"
import { renderApp } from "@/test/render"

vi.mock("@/lib/sync/actions", () => ({ cancelSweepAction: vi.fn() }))
const refreshed = vi.hoisted(() => vi.fn())
vi.mock("next/navigation", () => ({ useRouter: () => router }))
const router = { refresh: refreshed }

const run: RunProgress = {
  ...{ id: crypto.randomUUID(), kind: "full", state: "running", phase: "pages", cancelRequestedAt: null },
  ...{ startedAt: new Date("2026-03-14T11:59:00Z"), expected: 5_000, seen: 1_000, missing: null, checked: 0 },
  ...{ requests: 2, inserted: 0, updated: 0, removed: 0 },
}
const sweep = (one: RunProgress | null) => <ActiveSweep environment="sandbox" run={one} mayCancel />
const show = (one: RunProgress | null) => renderApp(sweep(one))
const say = (said: RunProgress | null) => Stream.say({ run: said })

beforeEach(() => {
  vi.stubGlobal("EventSource", Stream)
  refreshed.mockClear()
  return () => {
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  }
})

it("moves its bar as the server tells, without rendering the page anew", async () => {
  await show(run)
  expect(Stream.last.url).toBe("/api/sandbox/sync/events")
  say({ ...run, seen: 3_000, requests: 4, inserted: 7 })
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("3000")
  expect(screen.getByText(/7 new/)).toBeDefined()
  expect(refreshed).not.toHaveBeenCalled()
})

it("renders the page anew when the sweep has ended, or another has begun", async () => {
  const { unmount } = await show(run)
  say(null)
  expect(refreshed).toHaveBeenCalledTimes(1)
  unmount()
  expect(Stream.last.closed).toBe(true)
  await show(null)
  say(null)
  expect(refreshed).toHaveBeenCalledTimes(1)
  const another = { ...run, id: crypto.randomUUID() }
  for (const seen of [1_000, 2_000]) say({ ...another, seen })
  expect(refreshed).toHaveBeenCalledTimes(2)
})

it("asks by itself while there is no stream", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] })
  const { rerenderApp } = await show(run)
  say({ ...run, seen: 3_000 })
  vi.advanceTimersByTime(10_000)
  expect(refreshed).not.toHaveBeenCalled()
  Stream.lose()
  vi.advanceTimersByTime(4_000)
  expect(refreshed).toHaveBeenCalledTimes(2)
  rerenderApp(sweep({ ...run, seen: 4_000 }))
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("4000")
  say({ ...run, seen: 4_500 })
  Stream.say({ run: { id: 7 } })
  vi.advanceTimersByTime(2_000)
  expect(refreshed).toHaveBeenCalledTimes(3)
  vi.useRealTimers()
})

it("renders nothing anew while nobody looks, and once as soon as somebody is told that the sweep has ended", async () => {
  await show(run)
  look({ hidden: true })
  say(null)
  expect(refreshed).not.toHaveBeenCalled()
  look({ hidden: false })
  say(null)
  expect(refreshed).toHaveBeenCalledTimes(1)
})

it("says of a delta sweep what it reads", async () => {
  await show({ ...run, kind: "delta" })
  expect(screen.getByRole("heading", { name: "Reading new and broken links" })).toBeDefined()
})
