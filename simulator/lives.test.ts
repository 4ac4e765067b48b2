import { expect, it } from "vitest"
import { createTestSim } from "@/simulator/testing"
import { twelve } from "@/simulator/worlds/twelve"

const accessed = (test: ReturnType<typeof createTestSim>, id: string) =>
  Date.parse(test.sim.world.getLink(id)?.last_accessed_at ?? "")

it("a world that lives refreshes its recurrent valid links at their rate, and tells of new data", async () => {
  const bodies: Record<string, unknown>[] = []
  const post = async (_url: string, { body }: { body: string }) => {
    bodies.push(JSON.parse(body))
    return new Response()
  }
  const test = createTestSim({ lives: true, webhooks: { url: "https://enlace.example", authorization: "x", post } })
  const before = accessed(test, twelve.openFinance)
  test.advance(6 * 3600)
  expect(accessed(test, twelve.openFinance)).toBeGreaterThan(before)
  for (const still of [twelve.invalid, twelve.single, twelve.overdueMonthly]) {
    expect(accessed(test, still)).toBe(accessed(createTestSim(), still))
  }
  await test.sim.deliverWebhooks()
  const told = bodies.filter((body) => body.link_id === twelve.openFinance)
  expect(told).toEqual([expect.objectContaining({ webhook_code: "new_transactions_available" })])
})

it("a still world does not move by itself", () => {
  const test = createTestSim()
  const before = [...test.sim.world.eachLink()]
  test.advance(30 * 86_400)
  expect([...test.sim.world.eachLink()]).toEqual(before)
})
