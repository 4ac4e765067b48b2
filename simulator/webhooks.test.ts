import { describe, expect, it } from "vitest"
import { createTestSim } from "@/simulator/testing"
import { twelve } from "@/simulator/worlds/twelve"

interface Received {
  body: string
  authorization: string | undefined
}

function receiver(statuses: number[] = []) {
  const received: Received[] = []
  const post = async (_url: string, init: { headers: Record<string, string>; body: string }) => {
    received.push({ body: init.body, authorization: init.headers.authorization })
    return new Response(null, { status: statuses.shift() ?? 200 })
  }
  return { received, target: { url: "https://enlace.example/hook", authorization: "Bearer s3cret", post } }
}

describe("webhooks", () => {
  it("carry the registered Authorization and Belvo's core payload", async () => {
    const { received, target } = receiver()
    const { sim } = createTestSim({ webhooks: target })
    sim.sim.webhooks.emitStatus(sim.sim.now(), sim.world.rows.find(twelve.invalid) ?? -1, "invalid")
    expect(await sim.deliverWebhooks()).toBe(1)
    expect(received[0]?.authorization).toBe("Bearer s3cret")
    expect(JSON.parse(received[0]?.body ?? "")).toEqual({
      webhook_id: expect.stringMatching(/^[a-f0-9]{32}$/),
      webhook_type: "LINK",
      process_type: "recurrent_update",
      webhook_code: "invalid_credentials",
      link_id: twelve.invalid,
      request_id: expect.stringMatching(/^[0-9a-f]{8}-/),
      external_id: "usr_000002",
      data: {
        error_code: "login_error",
        error_message: "Invalid credentials provided to login to the institution",
        status: 400,
      },
    })
  })

  it("CONSENT events carry neither process nor request id", async () => {
    const { sim } = createTestSim()
    const row = sim.world.rows.find(twelve.openFinance) ?? -1
    sim.sim.webhooks.emit(sim.sim.now(), { type: "CONSENT", code: "openfinance_consent_expired", row, data: {} })
    const bodies: string[] = []
    await sim.deliverWebhooks(async (body) => {
      bodies.push(body)
      return new Response()
    })
    expect(Object.keys(JSON.parse(bodies[0] ?? ""))).toEqual([
      "webhook_id",
      "webhook_type",
      "webhook_code",
      "link_id",
      "external_id",
      "data",
    ])
  })

  it("are repeated a minute later each time until they are answered by 2xx", async () => {
    const { received, target } = receiver([500, 302, 404])
    const { sim, advance } = createTestSim({ webhooks: target })
    sim.sim.webhooks.emitStatus(sim.sim.now(), 1, "invalid")
    expect(await sim.deliverWebhooks()).toBe(0)
    advance(59)
    await sim.deliverWebhooks()
    expect(received).toHaveLength(1)
    for (const seconds of [1, 120, 180]) {
      advance(seconds)
      await sim.deliverWebhooks()
    }
    expect(received).toHaveLength(4)
    expect(new Set(received.map((one) => one.body)).size).toBe(1)
    expect(sim.sim.webhooks.waiting).toBe(0)
    expect(sim.sim.webhooks.delivered.map((one) => one.status)).toEqual([500, 302, 404, 200])
  })

  it("are given up after the retries that were set, also where nobody can be reached", async () => {
    let tried = 0
    const post = async () => {
      tried++
      throw new TypeError("fetch failed")
    }
    const target = { url: "https://enlace.example/hook", authorization: "x", post, retries: 3 }
    const { sim, advance } = createTestSim({ webhooks: target })
    sim.sim.webhooks.emitStatus(sim.sim.now(), 1, "token_required")
    for (let minutes = 0; minutes < 20; minutes++) {
      await sim.deliverWebhooks()
      advance(60)
    }
    expect(tried).toBe(4)
    expect(sim.sim.webhooks.delivered.at(-1)?.status).toBeNull()
  })

  it("are lost, doubled and mixed up as the faults say", async () => {
    const { received, target } = receiver()
    const { sim } = createTestSim({ webhooks: target })
    const { webhooks, now } = sim.sim
    const emitAll = () =>
      [...Array(12).keys()].forEach((row) => void webhooks.emitStatus(now() - 1000 + row, row, "invalid"))
    webhooks.faults = { lost: 1 }
    emitAll()
    await sim.deliverWebhooks()
    expect(received).toHaveLength(0)
    webhooks.faults = { duplicated: 1 }
    emitAll()
    await sim.deliverWebhooks()
    expect(received).toHaveLength(24)
    webhooks.faults = { shuffled: true }
    emitAll()
    await sim.deliverWebhooks()
    const linksOf = (some: Received[]) => some.map((one) => JSON.parse(one.body).link_id)
    const inOrder = linksOf(received.slice(0, 24)).filter((_, index) => index % 2 === 0)
    const mixed = linksOf(received.slice(24))
    expect(mixed).not.toEqual(inOrder)
    expect(mixed.toSorted()).toEqual(inOrder.toSorted())
  })
})
