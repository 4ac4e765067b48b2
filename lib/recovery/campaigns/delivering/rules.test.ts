import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { deliveryMoment, spaced } from "@/lib/recovery/campaigns/delivering/rules"

const now = new Date("2026-03-01T12:00:00Z")
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const running = { state: "running", waveMinutes: 60, begun: [] }
const first = (minutes: number) => [{ wave: 1, at: later(minutes) }]

describe("deliveryMoment", () => {
  it.each([
    ["of a campaign that runs leaves at once", running, 2, "now"],
    ["waits while it is paused", { ...running, state: "paused" }, 2, later(10)],
    ["never leaves once it has ended", { ...running, state: "ended" }, 2, "never"],
    ["waits for the interval since another wave began", { ...running, begun: first(-20) }, 2, later(40)],
    ["leaves with the rest of its own wave", { ...running, begun: first(-1) }, 1, "now"],
    ["leaves once the interval is over", { ...running, begun: first(-60) }, 2, "now"],
    ["knows no interval where all go at once", { ...running, waveMinutes: 0, begun: first(0) }, 2, "now"],
    ["of a reminder waits for no wave", { ...running, begun: first(-1) }, null, "now"],
  ])("%s", (_, campaign, wave, expected) => {
    expect(deliveryMoment(campaign, { wave, now })).toEqual(expected)
  })
})

describe("spaced", () => {
  it("hands over no more by any moment than could have been opened by then, but the first", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 250 })), fc.integer({ min: 1, max: 50 }), (sizes, perMinute) => {
        const all = spaced(
          sizes.map((items) => ({ items })),
          { from: now, perMinute },
        )
        let before = 0
        for (const { items, at } of all) {
          expect(((at.getTime() - now.getTime()) / 60_000) * perMinute).toBeGreaterThanOrEqual(before - 1e-6)
          before += items
        }
      }),
    )
  })
})
