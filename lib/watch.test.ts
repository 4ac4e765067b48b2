import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { type Watching, watchChanges } from "@/lib/watch"

// The clock that tests set is not that of node:timers.
vi.mock("node:timers/promises", () => ({ setTimeout: (ms: number) => new Promise((done) => setTimeout(done, ms)) }))

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const ctxOf = (id: number, database = {}) => ({ database, environment: { id } }) as unknown as Ctx
const never = (error: unknown) => {
  throw error
}

function watcher(name: string, ask: Watching<number>["ask"]) {
  const [told, end, onError] = [[] as number[], new AbortController(), vi.fn(never)]
  const watching = { name, ask, signal: end.signal, onChange: (answer: number) => told.push(answer), onError }
  return { told, end, onError, watching }
}

describe("watchChanges", () => {
  it("tells only what is new, and asks once a second for all who watch the same", async () => {
    let [answer, questions] = [1, 0]
    const ask = async () => {
      questions++
      return answer
    }
    const database = {}
    const [one, two, other] = [watcher("a", ask), watcher("a", ask), watcher("b", ask)]
    for (const { watching } of [one, two, other]) await watchChanges(ctxOf(1, database), watching)
    expect(questions).toBe(3)
    await vi.advanceTimersByTimeAsync(3_100)
    expect(questions).toBe(3 + 2 * 3)
    answer = 2
    await vi.advanceTimersByTimeAsync(1_000)
    expect([one.told, two.told, other.told]).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ])
    for (const { end } of [one, two, other]) end.abort()
    const asked = questions
    await vi.advanceTimersByTimeAsync(5_000)
    expect(questions).toBe(asked)
  })

  it("ends for all where the question fails, and begins anew for who comes later", async () => {
    let [answer, fails] = [1, false]
    const ask = async () => {
      if (fails) throw new Error("gone")
      return answer
    }
    const database = {}
    const one = watcher("a", ask)
    one.onError.mockImplementation(() => undefined as never)
    await watchChanges(ctxOf(1, database), one.watching)
    fails = true
    await vi.advanceTimersByTimeAsync(1_100)
    expect(one.onError).toHaveBeenCalledOnce()
    await expect(watchChanges(ctxOf(1, database), watcher("a", ask).watching)).rejects.toThrow("gone")
    fails = false
    const two = watcher("a", ask)
    await watchChanges(ctxOf(1, database), two.watching)
    answer = 2
    await vi.advanceTimersByTimeAsync(1_100)
    expect(two.told).toEqual([1, 2])
    two.end.abort()
  })
})
