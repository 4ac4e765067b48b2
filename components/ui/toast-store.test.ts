import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { currentToasts, dismissToast, subscribeToasts, toast } from "./toast-store"

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  for (const { id } of currentToasts()) dismissToast(id)
  vi.useRealTimers()
})

const titles = () => currentToasts().map(({ title }) => title)

describe("toasts", () => {
  it("tell who listens, and go by themselves; those with something to press stay longer", () => {
    const heard = vi.fn()
    const stop = subscribeToasts(heard)
    toast({ title: "Copied" })
    toast({ title: "Deleted", action: { label: "Undo", onSelect: () => undefined } })
    expect(titles()).toEqual(["Copied", "Deleted"])
    vi.advanceTimersByTime(7_000)
    expect(titles()).toEqual(["Deleted"])
    vi.advanceTimersByTime(7_000)
    expect(titles()).toEqual([])
    expect(heard).toHaveBeenCalledTimes(4)
    stop()
  })

  it("stay until dismissed where something went badly", () => {
    toast({ title: "Not refreshed", tone: "bad" })
    vi.advanceTimersByTime(60_000)
    expect(titles()).toEqual(["Not refreshed"])
  })

  it("are three at most, the newest ones", () => {
    for (const title of ["a", "b", "c", "d"]) toast({ title })
    expect(titles()).toEqual(["b", "c", "d"])
  })
})
