import { expect, it } from "vitest"
import { watchCampaigns } from "@/lib/recovery/campaigns/delivering/watching/commands"

const now = new Date("2026-03-01T12:00:00Z")
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const running = { state: "running", waveMinutes: 60, begun: [] }

it("looks each campaign up once in twenty deliveries, and knows of a wave that has begun meanwhile", async () => {
  const asked: string[] = []
  const campaigns = watchCampaigns(async (id) => {
    asked.push(id)
    return running
  })
  for (let delivery = 0; delivery < 20; delivery++) {
    await campaigns.get("a")
    campaigns.noteDelivered("a", { wave: 1, at: later(delivery) })
    await campaigns.get("b")
  }
  expect(asked).toEqual(["a", "b"])
  campaigns.noteDelivered("b", { wave: 1, at: later(1) })
  campaigns.noteDelivered("never asked for", { wave: 1, at: now })
  expect(await campaigns.get("a")).toEqual(running)
  campaigns.noteDelivered("a", { wave: 3, at: now })
  expect(await campaigns.get("a")).toMatchObject({ begun: [{ wave: 3, at: now }] })
  expect(asked).toEqual(["a", "b", "a"])
})
