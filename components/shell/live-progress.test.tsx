// @vitest-environment jsdom
import { act, screen } from "@testing-library/react"
import { beforeEach, expect, it, vi } from "vitest"
import { LiveProgress } from "@/components/shell/live-progress"
import type { Progress } from "@/lib/progress"
import { renderApp } from "@/test/render"

const refreshed = vi.hoisted(() => vi.fn())
vi.mock("next/navigation", () => ({ useRouter: () => router }))
const router = { refresh: refreshed }

/** The browser's: jsdom has none. */
class Stream {
  static last: Stream
  onmessage: (event: { data: string }) => void = () => {}
  onopen = () => {}
  onerror = () => {}
  closed = false
  constructor(readonly url: string) {
    Stream.last = this
  }
  close() {
    this.closed = true
  }
}

beforeEach(() => {
  vi.stubGlobal("EventSource", Stream)
  vi.useFakeTimers()
  refreshed.mockClear()
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})

const at = (sent: number, settled: number, over = false): Progress => ({
  over,
  steps: [
    { name: "sent", done: sent, total: 200 },
    { name: "settled", done: settled, total: 200 },
  ],
})
const show = () =>
  renderApp(<LiveProgress path="/here" rendered={at(0, 0)} labels={{ sent: "Sent", settled: "Settled" }} />)
const say = (said: unknown) => act(() => Stream.last.onmessage({ data: JSON.stringify(said) }))
const open = () => act(() => Stream.last.onopen())

it("moves each bar as the server tells, and the page's lists some seconds later, once", async () => {
  await show()
  expect(Stream.last.url).toBe("/here")
  open()
  say(at(0, 0))
  for (const done of [10, 20, 30]) say(at(done, done / 2))
  expect(screen.getAllByRole("progressbar").map((bar) => bar.getAttribute("aria-valuenow"))).toEqual(["30", "15"])
  expect(refreshed).not.toHaveBeenCalled()
  act(() => vi.advanceTimersByTime(3_100))
  expect(refreshed).toHaveBeenCalledTimes(1)
  act(() => vi.advanceTimersByTime(10_000))
  expect(refreshed).toHaveBeenCalledTimes(1)
})

it("tells who listens of each tenth of the whole, and of nothing between", async () => {
  await show()
  say(at(40, 39))
  expect(screen.getByRole("status").textContent).toBe("Settled: 10%")
  say(at(60, 41))
  expect(screen.getByRole("status").textContent).toBe("Settled: 20%")
})

it("renders the page anew at the end, and asks no more", async () => {
  const { unmount } = await show()
  open()
  say(at(200, 200, true))
  expect(refreshed).toHaveBeenCalledTimes(1)
  expect(Stream.last.closed).toBe(true)
  act(() => vi.advanceTimersByTime(10_000))
  expect(refreshed).toHaveBeenCalledTimes(1)
  unmount()
})

it("keeps the page fresh by itself where the stream is lost, or tells what nobody understands", async () => {
  await show()
  open()
  act(() => Stream.last.onerror())
  act(() => vi.advanceTimersByTime(2_100))
  expect(refreshed).toHaveBeenCalledTimes(1)
  open()
  say({ run: "of another version" })
  act(() => vi.advanceTimersByTime(2_100))
  expect(refreshed).toHaveBeenCalledTimes(2)
})
