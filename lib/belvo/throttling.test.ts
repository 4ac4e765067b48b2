import fc from "fast-check"
import { describe, expect, it, test } from "vitest"
import firewall from "@/lib/belvo/fixtures/firewall.json"
import samples from "@/lib/belvo/fixtures/links.json"
import { LINK_ID, rejection, scriptedBelvo } from "@/lib/belvo/fixtures/script"
import { readRetryAfter } from "@/lib/belvo/throttling"

const refused = { status: 403, text: firewall.html, headers: { "content-type": "text/html" } }
const busy = { status: 429, text: "Too Many Requests", headers: { "retry-after": "42" } }

describe("an HTML 403", () => {
  it("is throttling where 60 requests or more went out in the last 30 seconds", async () => {
    const { belvo, pauses, requests } = scriptedBelvo([refused], { recentRequests: async () => 60 })

    const error = await rejection(belvo.getLink(LINK_ID))

    expect(error).toMatchObject({ kind: "throttled", retryAfterSeconds: 60, belvoCode: "http_403" })
    expect(pauses).toEqual([60])
    expect(requests).toHaveLength(1)
  })

  it("is throttling where a harmless probe is refused too", async () => {
    const { belvo, pauses, requests, acquired } = scriptedBelvo([refused, refused], { recentRequests: async () => 59 })

    expect(await rejection(belvo.getLink(LINK_ID))).toMatchObject({ kind: "throttled" })
    expect(requests.map(({ path }) => path)).toEqual([`/api/links/${LINK_ID}/`, "/api/"])
    expect(acquired).toHaveLength(2)
    expect(pauses).toEqual([60])
  })

  test.each([
    ["passes", { json: {} }],
    ["is refused in JSON", { status: 403, json: [{ code: "access_to_resource_denied", message: "No" }] }],
    ["gets no answer", () => Promise.reject(new TypeError("fetch failed"))],
  ])("blocks that one request for good where the probe %s", async (_what, probe) => {
    const { belvo, pauses, requests, waits } = scriptedBelvo([refused, probe], { priority: "sweep" })

    expect(await rejection(belvo.getLink(LINK_ID))).toMatchObject({ kind: "blocked", belvoCode: "http_403" })
    expect(requests).toHaveLength(2)
    expect({ pauses, waits }).toEqual({ pauses: [], waits: [] })
  })
})

describe("throttling", () => {
  it("makes the background wait as long as Belvo asks, tell the budget, and ask again", async () => {
    const { belvo, pauses, waits, acquired } = scriptedBelvo([busy, busy, { json: samples.single }], {
      priority: "webhook",
    })

    expect(await belvo.getLink(samples.single.id)).toMatchObject({ kind: "found" })
    expect({ pauses, waits }).toEqual({ pauses: [42, 42], waits: [42_000, 42_000] })
    expect(acquired).toEqual(Array(3).fill({ cost: 1, priority: "webhook" }))
  })

  it("is told to a person at once", async () => {
    const { belvo, pauses, requests } = scriptedBelvo([busy], { priority: "visitor" })

    expect(await rejection(belvo.getLink(LINK_ID))).toMatchObject({ kind: "throttled", retryAfterSeconds: 42 })
    expect(pauses).toEqual([42])
    expect(requests).toHaveLength(1)
  })
})

describe("readRetryAfter", () => {
  const now = Date.parse("2026-03-01T12:00:00Z")
  test.each([
    [null, 60],
    ["42", 42],
    ["0", 1],
    ["Sun, 01 Mar 2026 12:01:30 GMT", 90],
    ["Sun, 01 Mar 2026 11:00:00 GMT", 1],
    ["soon", 60],
  ])("reads %j as %i seconds", (header, seconds) => {
    expect(readRetryAfter(header, now)).toBe(seconds)
  })

  it("is a positive number whatever stands there", () => {
    fc.assert(fc.property(fc.string(), (header) => readRetryAfter(header, now) >= 1))
  })
})
