import { spawn } from "node:child_process"
import { once } from "node:events"
import { describe, expect, it, onTestFinished } from "vitest"
import { testDatabase } from "@/test/database"

const host = "sandbox.belvo.com"
const limit = 80
const seconds = 38

type Process = { priority: "member" | "webhook" | "sweep"; callers: number; everyMs: number }

/** A process of its own that asks for places all the time, and tells of each how long it waited and when it had it. */
async function hammer(url: string, options: Process): Promise<{ at: number; waitedMs: number }[]> {
  const args = ["--import", "tsx", "test/hammer-budget.ts", JSON.stringify({ url, host, limit, seconds, ...options })]
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] })
  onTestFinished(() => void child.kill("SIGKILL"))
  let out = ""
  child.stdout.setEncoding("utf8").on("data", (text) => (out += text))
  const [code] = await once(child, "close")
  expect(code).toBe(0)
  return JSON.parse(out)
}

/** The greatest number of moments that any stretch of this length holds. */
function mostWithin(moments: readonly number[], ms: number): number {
  const sorted = moments.toSorted((a, b) => a - b)
  let first = 0
  let most = 0
  for (const [last, at] of sorted.entries()) {
    while (at - (sorted[first] ?? at) >= ms) first++
    most = Math.max(most, last - first + 1)
  }
  return most
}

const percentile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0

describe("the budget of three processes", () => {
  it("never gives more than the limit in any 30 seconds, and does not hold people up behind a sweep", async () => {
    const { url } = await testDatabase()
    const [members, webhooks, sweeps] = await Promise.all([
      hammer(url, { priority: "member", callers: 1, everyMs: 2_000 }),
      hammer(url, { priority: "webhook", callers: 3, everyMs: 0 }),
      hammer(url, { priority: "sweep", callers: 3, everyMs: 0 }),
    ])

    const all = [...members, ...webhooks, ...sweeps].map(({ at }) => at)
    expect(mostWithin(all, 30_000)).toBeLessThanOrEqual(76)
    // Idle places would be a defect, too: in the second half minute the budget is spent.
    expect(all.length).toBeGreaterThan(76)
    expect(members.length).toBeGreaterThan(10)
    expect(
      percentile(
        members.map(({ waitedMs }) => waitedMs),
        0.95,
      ),
    ).toBeLessThan(1_000)
    // Background calls come evenly: no burst takes what people would need a moment later.
    expect(
      mostWithin(
        [...webhooks, ...sweeps].map(({ at }) => at),
        1_000,
      ),
    ).toBeLessThanOrEqual(6)
  }, 90_000)

  it("lets a crowd of people have all of it, but not more", async () => {
    const { url } = await testDatabase()
    const [crowd, another, sweeps] = await Promise.all([
      hammer(url, { priority: "member", callers: 10, everyMs: 0 }),
      hammer(url, { priority: "member", callers: 10, everyMs: 0 }),
      hammer(url, { priority: "sweep", callers: 2, everyMs: 0 }),
    ])
    const all = [...crowd, ...another, ...sweeps].map(({ at }) => at)
    expect(mostWithin(all, 30_000)).toBeLessThanOrEqual(76)
    expect(mostWithin(all, 30_000)).toBeGreaterThanOrEqual(70)
  }, 90_000)
})
