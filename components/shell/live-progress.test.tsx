// @vitest-environment jsdom
import { act, screen } from "@testing-library/react"
import { beforeEach, expect, it, vi } from "vitest"
import { LiveProgress } from "@/components/shell/live-progress"
import type { Progress } from "@/lib/progress"
import { look, Stream } from "@/test/event-source"
import { renderApp } from "@/test/render"

const refreshed = vi.hoisted(() => vi.fn())
vi.mock("next/navigation", () => ({ useRouter: () => router }))
const router = { refresh: refreshed }

beforeEach(() => {
  vi.stubGlobal("EventSource", Stream)
  vi.useFakeTimers()
  refreshed.mockClear()
  return () => {
    vi.useRealTimers()
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  }
})

const at = (sent: number, settled: number, over = false): Progress => ({
  over,
  steps: [
    { name: "sent", done: sent, total: 200 },
    { name: "settled", done: settled, total: 200 },
  ],
  rest: "",
})
const bars = (rendered: Progress) => (
  <LiveProgress path="/here" rendered={rendered} labels={{ sent: "Sent", settled: "Settled" }} />
)
const show = () => renderApp(bars(at(0, 0)))
const shown = () => screen.getAllByRole("progressbar").map((bar) => bar.getAttribute("aria-valuenow"))

it("moves each bar as the server tells, and the page's lists some seconds later, once", async () => {
  await show()
  expect(Stream.last.url).toBe("/here")
  Stream.say(at(0, 0))
  for (const done of [10, 20, 30]) Stream.say(at(done, done / 2))
  expect(shown()).toEqual(["30", "15"])
  expect(refreshed).not.toHaveBeenCalled()
  act(() => vi.advanceTimersByTime(3_100))
  expect(refreshed).toHaveBeenCalledTimes(1)
  act(() => vi.advanceTimersByTime(10_000))
  expect(refreshed).toHaveBeenCalledTimes(1)
})

it("tells who listens of each tenth of the whole, and of nothing between", async () => {
  await show()
  Stream.say(at(40, 39))
  expect(screen.getByRole("status").textContent).toBe("Settled: 10%")
  Stream.say(at(60, 41))
  expect(screen.getByRole("status").textContent).toBe("Settled: 20%")
})

it("renders the page anew at the end, and asks no more", async () => {
  const { unmount } = await show()
  Stream.say(at(200, 200, true))
  expect(refreshed).toHaveBeenCalledTimes(1)
  expect(Stream.last.closed).toBe(true)
  act(() => vi.advanceTimersByTime(10_000))
  expect(refreshed).toHaveBeenCalledTimes(1)
  unmount()
})

it("keeps the page fresh by itself where the stream is lost, or tells what nobody understands", async () => {
  const { rerenderApp } = await show()
  Stream.say(at(0, 0))
  act(() => vi.advanceTimersByTime(10_000))
  expect(refreshed).not.toHaveBeenCalled()
  Stream.lose()
  act(() => vi.advanceTimersByTime(2_100))
  expect(refreshed).toHaveBeenCalledTimes(1)
  rerenderApp(bars(at(60, 40)))
  expect(shown()).toEqual(["60", "40"])
  Stream.say({ run: "of another version" })
  act(() => vi.advanceTimersByTime(2_100))
  expect(refreshed).toHaveBeenCalledTimes(2)
})

it("keeps the page fresh by itself until the first word gets through", async () => {
  await show()
  act(() => vi.advanceTimersByTime(4_100))
  expect(refreshed).toHaveBeenCalledTimes(2)
  Stream.say(at(0, 0))
  act(() => vi.advanceTimersByTime(10_000))
  expect(refreshed).toHaveBeenCalledTimes(2)
})

it("listens to nothing while nobody looks; who looks again is told how it stands, and the page follows", async () => {
  await show()
  Stream.say(at(10, 0))
  look({ hidden: true })
  expect(Stream.last.closed).toBe(true)
  act(() => vi.advanceTimersByTime(10_000))
  expect(refreshed).not.toHaveBeenCalled()
  look({ hidden: false })
  // What was told before is as old as what was rendered.
  expect(shown()).toEqual(["0", "0"])
  Stream.say(at(20, 0))
  expect(shown()).toEqual(["20", "0"])
  act(() => vi.advanceTimersByTime(3_100))
  expect(refreshed).toHaveBeenCalledTimes(1)
})

it("asks nothing of the server in a tab that nobody has looked at yet, nor again after the end", async () => {
  const opened = Stream.opened
  look({ hidden: true })
  await show()
  act(() => vi.advanceTimersByTime(10_000))
  expect([Stream.opened - opened, refreshed.mock.calls.length]).toEqual([0, 0])
  look({ hidden: false })
  Stream.say(at(200, 200, true))
  look({ hidden: true })
  look({ hidden: false })
  expect([Stream.opened - opened, refreshed.mock.calls.length]).toEqual([1, 1])
})
