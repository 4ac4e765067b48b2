import { describe, expect, it, test } from "vitest"
import { createBelvo } from "@/lib/belvo/client"
import firewall from "@/lib/belvo/fixtures/firewall.json"
import samples from "@/lib/belvo/fixtures/links.json"
import { LINK_ID, type Reply, rejection, scriptedBelvo } from "@/lib/belvo/fixtures/script"

const pageOfOne = { count: 1, next: null, previous: null, results: [samples.single] }

describe("testKey", () => {
  const refusal = (status: number, code: string): Reply => ({ status, json: [{ code, message: code }] })
  test.each<[string, Reply]>([
    ["ok", { json: { links: "…" } }],
    ["ok", { text: "whatever it is" }],
    ["ok", { status: 204 }],
    ["refused", refusal(401, "authentication_failed")],
    ["refused", refusal(403, "access_to_production_denied")],
    ["unreachable", refusal(404, "not_found")],
    ["unreachable", { status: 404, text: firewall.html }],
    ["unreachable", { status: 403, text: firewall.html }],
    ["unreachable", { status: 429 }],
    ["unreachable", { status: 503 }],
    ["unreachable", { status: 302, headers: { location: "https://elsewhere.example/" } }],
    ["unreachable", () => Promise.reject(new TypeError("fetch failed"))],
  ])("answers %s", async (answer, reply) => {
    const { belvo, requests } = scriptedBelvo([reply, reply, reply])

    expect(await belvo.testKey()).toBe(answer)
    expect(requests[0]).toMatchObject({ method: "GET", path: "/api/", body: undefined })
  })
})

describe("createBelvo", () => {
  it("asks the budget before every attempt, repeats included", async () => {
    const down = { status: 503 }
    const { belvo, acquired, requests } = scriptedBelvo([down, down, { json: samples.single }], { priority: "visitor" })

    await belvo.getLink(samples.single.id)
    expect(requests).toHaveLength(3)
    expect(acquired).toEqual(Array(3).fill({ cost: 1, priority: "visitor" }))
  })

  it("sends nothing where the budget refuses", async () => {
    const refuse = async () => {
      throw new Error("no room today")
    }
    const { belvo, requests } = scriptedBelvo([{ json: samples.single }], { acquire: refuse })

    expect(await rejection(belvo.getLink(LINK_ID))).toMatchObject({ message: "no room today" })
    expect(requests).toEqual([])
  })

  it("counts the wait for the budget in a person's ten seconds", async () => {
    let now = 0
    const acquire = async () => {
      now += 9_500
      return undefined
    }
    const { belvo, requests } = scriptedBelvo([{ status: 503 }, { json: samples.single }], { acquire, now: () => now })

    expect(await rejection(belvo.getLink(LINK_ID))).toMatchObject({ status: 503 })
    expect(requests).toHaveLength(1)
  })

  it("dates an answer by the moment at which the budget let it be asked for", async () => {
    const at = new Date("2026-03-01T12:00:00.250Z")
    const { belvo } = scriptedBelvo([{ json: samples.single }, { json: pageOfOne }], { acquire: async () => at })

    expect(await belvo.getLink(samples.single.id)).toMatchObject({ sentAt: at })
    expect(await belvo.listLinkTexts({})).toMatchObject({ sentAt: at })
  })

  it("says in the log what it repeats and when", async () => {
    const { belvo, logged } = scriptedBelvo([{ status: 503 }, { json: { count: 0, next: null, results: [] } }])

    await belvo.listLinks({ externalId: "maria" })
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([
      { level: "warn", kind: "api", belvoCode: "http_503", waitMs: 1_000, path: expect.stringContaining("[redacted]") },
    ])
    expect(logged.join()).not.toContain("maria")
  })

  test.each(["ftp://sandbox.belvo.com", "https://u:p@sandbox.belvo.com", "https://sandbox.belvo.com/?a=1"])(
    "refuses the base address %s",
    (address) => {
      const options = { secretId: "x", secretPassword: "y", priority: "sweep", acquire: async () => undefined } as const

      expect(() => createBelvo({ ...options, baseUrl: new URL(address) })).toThrow(TypeError)
    },
  )
})
