import { setTimeout as sleep } from "node:timers/promises"
import { expect, it } from "vitest"
import { withLock } from "@/scripts/lock.mjs"

it("lets one at a time in, the next even after a failure", async () => {
  const seen: string[] = []
  const work = (name: string) =>
    withLock("a lock of this test", async () => {
      seen.push(`${name} in`)
      await sleep(20)
      seen.push(`${name} out`)
      if (name === "first") throw new Error("failed")
    })

  const results = await Promise.allSettled([work("first"), work("second"), work("third")])

  expect(results.map((result) => result.status)).toEqual(["rejected", "fulfilled", "fulfilled"])
  const names = seen.filter((_, i) => i % 2 === 0).map((entry) => entry.split(" ")[0])
  expect(seen).toEqual(names.flatMap((name) => [`${name} in`, `${name} out`]))
  expect(new Set(names)).toEqual(new Set(["first", "second", "third"]))
})
