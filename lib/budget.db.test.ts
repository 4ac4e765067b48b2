import { spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { acquire, type Budget, longestPauseSeconds, patienceMs, pause, usage } from "@/lib/budget"
import { openDatabase } from "@/lib/db"
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

async function oneBudget(): Promise<Budget> {
  const { appUrl } = await testDatabase()
  const database = openDatabase(appUrl)
  onTestFinished(() => database.close())
  return { database, host, limit }
}

const refused = (seconds: unknown) => ({ code: "UNAVAILABLE", key: "budgetBusy", options: { values: { seconds } } })

describe("a person's place in the budget", () => {
  it("is refused at once during a pause, with the seconds that it lasts, and holds up nobody afterwards", async () => {
    const budget = await oneBudget()
    await pause(budget, 60)
    const askedAt = performance.now()
    const error: unknown = await acquire(budget, { cost: 1, priority: "member" }).catch((caught: unknown) => caught)
    expect(performance.now() - askedAt).toBeLessThan(2_000)
    expect(error).toMatchObject(refused(expect.any(Number)))
    const seconds = (error as { options: { values: { seconds: number } } }).options.values.seconds
    expect(seconds).toBeGreaterThan(50)
    expect(seconds).toBeLessThanOrEqual(60)
    const { prisma } = budget.database
    expect([await prisma.belvoRequest.count(), await prisma.belvoWaiter.count()]).toEqual([0, 0])
  })

  it("is refused where the whole window has been used, but not to those who have time", async () => {
    const budget = await oneBudget()
    await acquire(budget, { cost: 76, priority: "member" })
    await expect(acquire(budget, { cost: 1, priority: "visitor" })).rejects.toMatchObject(refused(expect.any(Number)))
    const machine = acquire({ ...budget, limit: 160 }, { cost: 1, priority: "webhook" }).then(() => "sent")
    expect(await machine).toBe("sent")
  })

  it("is given up after the patience of people, behind others who do not come to an end", async () => {
    const budget = await oneBudget()
    const ahead = {
      host,
      id: crypto.randomUUID(),
      priority: 0,
      since: new Date(0),
      until: new Date(Date.now() + 60_000),
    }
    await budget.database.prisma.belvoWaiter.create({ data: ahead })
    const askedAt = performance.now()
    await expect(acquire(budget, { cost: 1, priority: "member" })).rejects.toMatchObject(refused(1))
    const waitedMs = performance.now() - askedAt
    expect(waitedMs).toBeGreaterThan(patienceMs.member - 1_500)
    expect(waitedMs).toBeLessThan(patienceMs.member + 1_500)
  }, 15_000)
})

describe("a place that nobody wants any more", () => {
  const waiting = (budget: Budget) => budget.database.prisma.belvoWaiter.count()

  it("is left at once, with the signal's reason, and holds up nobody behind", async () => {
    const budget = await oneBudget()
    await pause(budget, 60)
    const stop = new AbortController()
    const machines = Array.from({ length: 8 }, () =>
      acquire(budget, { cost: 1, priority: "sweep", signal: stop.signal }).catch((error: unknown) => error),
    )
    await vi.waitFor(async () => expect(await waiting(budget)).toBe(8), 15_000)
    const stoppedAt = performance.now()
    stop.abort(new Error("cancelled"))
    expect(await Promise.all(machines)).toEqual(Array(8).fill(stop.signal.reason))
    expect(performance.now() - stoppedAt).toBeLessThan(900)
    expect(await waiting(budget)).toBe(0)
    expect(await budget.database.prisma.belvoRequest.count()).toBe(0)
  })

  it("is not even asked for", async () => {
    const budget = await oneBudget()
    const signal = AbortSignal.abort(new Error("cancelled"))
    await expect(acquire(budget, { cost: 1, priority: "sweep", signal })).rejects.toThrow("cancelled")
    expect(await budget.database.prisma.belvoRequest.count()).toBe(0)
  })
})

describe("pause", () => {
  it("lasts ten minutes at most, whatever Belvo's Retry-After says", async () => {
    const budget = await oneBudget()
    await pause(budget, 999_999_999)
    expect((await usage(budget)).pausedSeconds).toBeLessThanOrEqual(longestPauseSeconds)
    const machine = acquire(budget, { cost: 1, priority: "sweep" }).then(() => "sent")
    expect(await Promise.race([machine, sleep(500, "still waits")])).toBe("still waits")
    await budget.database.prisma.belvoHost.updateMany({ data: { pausedUntil: null } })
    expect(await machine).toBe("sent")
  })
})
