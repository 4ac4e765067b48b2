import { setTimeout as sleep } from "node:timers/promises"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { getBudgetUsage } from "@/lib/environments/queries"
import { expectTruth, sweep } from "@/test/bad-days"
import { type Place, sweepPlace } from "@/test/belvo-place"

/** What would wait for 20 s or more waits a twentieth of it, so that time-outs, pauses and slow answers keep their proportion. */
const { shorter } = vi.hoisted(() => ({ shorter: (ms = 0) => (ms < 20_000 ? ms : ms / 20) }))

vi.mock("node:timers/promises", async (original) => {
  const timers = await original<typeof import("node:timers/promises")>()
  return { ...timers, setTimeout: (ms: number, ...rest: never[]) => timers.setTimeout(shorter(ms), ...rest) }
})

beforeEach(() => {
  const real = globalThis.setTimeout
  const quick = (work: () => void, ms?: number, ...rest: unknown[]) => real(work, shorter(ms), ...rest)
  const spy = vi.spyOn(globalThis, "setTimeout").mockImplementation(quick as typeof setTimeout)
  return () => spy.mockRestore()
})

/** A mirror that knows everything but the one change of this day. */
async function mirrored(): Promise<Place> {
  const place = await sweepPlace({ links: 2_500 })
  await sweep(place.ctx)
  const [first] = place.sim.world.eachLink()
  place.sim.world.setStatus(first?.id ?? "", first?.status === "valid" ? "invalid" : "valid")
  place.sim.clearRequests()
  return place
}

const pausedSeconds = async ({ ctx }: Place) => (await getBudgetUsage(ctx)).pausedSeconds

/** Waits for the pause that Belvo has asked for, sees that nobody asks meanwhile, and lets its minute be over. */
async function passPause(place: Place): Promise<number> {
  const seconds = await vi.waitFor(
    async () => {
      const left = await pausedSeconds(place)
      expect(left).toBeGreaterThan(0)
      return left
    },
    { timeout: 10_000 },
  )
  // What had its place in the budget already is still on its way.
  await sleep(300)
  const asked = place.sim.requests.length
  await sleep(1_500)
  expect(place.sim.requests).toHaveLength(asked)
  place.sim.clearFaults()
  await place.db.$executeRaw`UPDATE belvo_host SET paused_until = clock_timestamp()`
  return seconds
}

describe("a sweep of a mirror that knows its links", () => {
  it("asks again for pages that take longer than it waits", async () => {
    const place = await mirrored()
    place.sim.failNext({ kind: "slow", bodyDelayMs: 120_000, path: /created_at/, times: 3 })

    const run = await sweep(place.ctx)

    expect(run).toMatchObject({ state: "completed", updated: 1, removed: 0, missing: 0 })
    expect(run.requests).toBe(place.sim.requests.length)
    await expectTruth(place.url, place.sim.world)
  }, 60_000)

  it.each([
    ["429 without Retry-After", { kind: "too_many_requests" } as const, 60],
    ["429 with Retry-After", { kind: "too_many_requests", retryAfterSeconds: 45 } as const, 45],
    ["HTML 403 to whatever is asked", { kind: "blocked" } as const, 60],
  ])(
    "keeps the pause of %s, and goes on where it was",
    async (_what, fault, pauseSeconds) => {
      const place = await mirrored()
      place.sim.failNext({ ...fault, times: 1_000 })

      const ended = sweep(place.ctx)
      const seconds = await passPause(place)

      expect(seconds).toBeGreaterThan(pauseSeconds - 5)
      expect(seconds).toBeLessThanOrEqual(pauseSeconds)
      expect(await ended).toMatchObject({ state: "completed", updated: 1, removed: 0, missing: 0 })
      await expectTruth(place.url, place.sim.world)
    },
    60_000,
  )
})

describe("a first sweep", () => {
  it.each([
    ["429 without Retry-After", { kind: "too_many_requests" } as const],
    ["HTML 403 to whatever is asked", { kind: "blocked" } as const],
  ])(
    "keeps the pause of %s in the middle of the list, and loses nothing",
    async (_what, fault) => {
      const place = await sweepPlace({ links: 2_500 })
      place.sim.failNext({ ...fault, path: /page=2&/ })
      // The harmless request that tells throttling from a filter that the firewall dislikes.
      if (fault.kind === "blocked") place.sim.failNext({ ...fault, path: /^\/api\/$/ })

      const ended = sweep(place.ctx)
      await passPause(place)

      expect(await ended).toMatchObject({ state: "completed", inserted: place.sim.world.size, removed: 0 })
      await expectTruth(place.url, place.sim.world)
    },
    60_000,
  )
})
