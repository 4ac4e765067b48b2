import { expect, it } from "vitest"
import { countMiss, isGuessing } from "@/lib/misses"

it("tells who guesses to stop after sixty misses in ten minutes, of that client alone", () => {
  for (let miss = 0; miss < 60; miss++) {
    expect(isGuessing("a", miss)).toBe(false)
    countMiss("a", miss)
  }
  expect(isGuessing("a", 60)).toBe(true)
  expect(isGuessing("b", 60)).toBe(false)
  expect(isGuessing("a", 600_000)).toBe(false)
})
