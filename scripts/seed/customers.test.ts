import { randomUUID } from "node:crypto"
import { expect, it } from "vitest"
import { fateOf } from "@/scripts/seed/customers"

it("has the same customer do the same at each play, and four of ten open their address", () => {
  const links = Array.from({ length: 2_000 }, () => randomUUID())
  const first = links.map(fateOf)
  expect(links.map(fateOf)).toEqual(first)
  const opened = first.filter(({ fate }) => fate !== "untouched").length / links.length
  expect(opened).toBeGreaterThan(0.35)
  expect(opened).toBeLessThan(0.51)
  expect(first.every(({ turn }) => turn >= 0 && turn < 1)).toBe(true)
})
