import { describe, expect, it, test } from "vitest"
import samples from "@/lib/belvo/fixtures/links.json"
import { LINK_ID, type Reply, rejection, SECRET_ID, SECRET_PASSWORD, scriptedBelvo } from "@/lib/belvo/fixtures/script"

const basic = `Basic ${Buffer.from(`${SECRET_ID}:${SECRET_PASSWORD}`).toString("base64")}`
const refusal = (status: number, code: string, more: object = {}): Reply => ({
  status,
  json: [{ code, message: code, request_id: "0a1b2c3d4e5f60718293a4b5c6d7e8f9", ...more }],
})
const gone = refusal(404, "not_found")
const requestId = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"

describe("getLink", () => {
  it("reads one link by GET, with a slash at the end and the key in the header", async () => {
    const { belvo, requests, acquired } = scriptedBelvo([{ json: samples.fiscal }])

    const found = await belvo.getLink(samples.fiscal.id)

    expect(found).toMatchObject({ kind: "found", link: { externalId: "postman-link-test-fiscal-mexico" } })
    expect(found).toMatchObject({ sentAt: new Date("2026-03-01T12:00:00Z") })
    expect(requests).toMatchObject([{ method: "GET", path: `/api/links/${samples.fiscal.id}/`, body: undefined }])
    expect(requests[0]?.headers.get("authorization")).toBe(basic)
    expect(acquired).toEqual([{ cost: 1, priority: "member" }])
  })

  it("says gone only by Belvo's own word", async () => {
    const { belvo } = scriptedBelvo([gone])

    expect(await belvo.getLink(LINK_ID)).toEqual({ kind: "not_found", requestId })
  })

  it("takes expired credentials for what they are: a link that is still there", async () => {
    const { belvo } = scriptedBelvo([refusal(404, "expired_credentials")])

    expect(await rejection(belvo.getLink(LINK_ID))).toMatchObject({ kind: "api", belvoCode: "expired_credentials" })
  })

  it("does not take a consent without accounts for a bad key", async () => {
    const { belvo } = scriptedBelvo([refusal(401, "consent_without_accounts")])

    expect(await rejection(belvo.getLink(LINK_ID))).toMatchObject({ kind: "api", status: 401 })
  })

  test.each(["", "..", "abc", `${LINK_ID}/refresh`, "../token"])("sends nothing for the id %j", async (id) => {
    const { belvo, requests, acquired } = scriptedBelvo([])

    expect(await rejection(belvo.getLink(id))).toMatchObject({ kind: "invalid_request", field: "id" })
    expect({ requests, acquired }).toEqual({ requests: [], acquired: [] })
  })
})

describe("changeAccessMode", () => {
  it("sends only what changes", async () => {
    const { belvo, requests } = scriptedBelvo([{ json: samples.recurrent }])

    const changed = await belvo.changeAccessMode({ id: LINK_ID, accessMode: "recurrent", fetchResources: ["OWNERS"] })

    expect(changed).toMatchObject({ kind: "changed", link: { accessMode: "recurrent" } })
    expect(requests).toMatchObject([{ method: "PATCH", path: `/api/links/${LINK_ID}/` }])
    expect(requests[0]?.body).toEqual({ access_mode: "recurrent", fetch_resources: ["OWNERS"] })
  })

  test.each([
    [{}, "request"],
    [{ staleIn: "forever" }, "staleIn"],
    [{ fetchResources: ["accounts"] }, "fetchResources.0"],
  ])("sends nothing for %j", async (change, field) => {
    const { belvo, requests } = scriptedBelvo([])

    const error = await rejection(belvo.changeAccessMode({ id: LINK_ID, ...change }))
    expect(error).toMatchObject({ kind: "invalid_request", field })
    expect(requests).toEqual([])
  })

  it("leaves a link without stored credentials an error with Belvo's code", async () => {
    const { belvo } = scriptedBelvo([refusal(400, "invalid_access_mode_switch")])

    expect(await rejection(belvo.changeAccessMode({ id: LINK_ID, accessMode: "recurrent" }))).toMatchObject({
      kind: "api",
      belvoCode: "invalid_access_mode_switch",
    })
  })

  it("says that the link is gone", async () => {
    const { belvo } = scriptedBelvo([gone])

    expect(await belvo.changeAccessMode({ id: LINK_ID, accessMode: "single" })).toEqual({
      kind: "not_found",
      requestId,
    })
  })
})

describe("updateCredentials", () => {
  it("puts the new credentials and reads the link back", async () => {
    const { belvo, requests } = scriptedBelvo([{ json: samples.single }])

    expect(await belvo.updateCredentials({ id: LINK_ID, password: "new" })).toMatchObject({ kind: "changed" })
    expect(requests).toMatchObject([{ method: "PUT", path: `/api/links/${LINK_ID}/`, body: { password: "new" } }])
  })

  it("is never repeated, not even in the background", async () => {
    const { belvo, requests } = scriptedBelvo([{ status: 503 }, { json: samples.single }], { priority: "sweep" })

    expect(await rejection(belvo.updateCredentials({ id: LINK_ID, password: "x" }))).toMatchObject({ status: 503 })
    expect(requests).toHaveLength(1)
  })
})

describe("refreshLink", () => {
  it("is accepted with the request id that its webhooks will carry", async () => {
    const { belvo, requests } = scriptedBelvo([
      { status: 202, json: { request_id: "b5d0106ac9cc43d5b36199fe831f6bbe" } },
    ])

    expect(await belvo.refreshLink({ id: LINK_ID, fetchResources: ["ACCOUNTS"] })).toEqual({
      kind: "accepted",
      requestId: "b5d0106ac9cc43d5b36199fe831f6bbe",
    })
    expect(requests).toMatchObject([{ method: "POST", path: `/api/links/${LINK_ID}/refresh/` }])
    expect(requests[0]?.body).toEqual({ fetch_resources: ["ACCOUNTS"] })
  })

  test.each([
    ["The link has already been refreshed. Please wait 7 minutes before trying again.", 7],
    ["The link has already been refreshed. Please wait 1 minute before trying again.", 1],
    ["The link has already been refreshed.", 10],
  ])("cools down: %s", async (message, minutes) => {
    const { belvo } = scriptedBelvo([refusal(409, "link_refreshed", { message })])

    expect(await belvo.refreshLink({ id: LINK_ID })).toEqual({ kind: "cooling_down", minutes, requestId })
  })

  it("does not take any other conflict for a cool-down", async () => {
    const { belvo } = scriptedBelvo([refusal(409, "busy")])

    expect(await rejection(belvo.refreshLink({ id: LINK_ID }))).toMatchObject({ kind: "api", belvoCode: "busy" })
  })

  it("is sent once, also where another session is open at the institution, and nobody waits for the answer", async () => {
    const { belvo, waits, requests } = scriptedBelvo([refusal(400, "too_many_sessions")], { priority: "sweep" })

    expect(await rejection(belvo.refreshLink({ id: LINK_ID }))).toMatchObject({ belvoCode: "too_many_sessions" })
    expect({ waits, sent: requests.length }).toEqual({ waits: [], sent: 1 })
  })
})

describe("deleteLink", () => {
  it("asks for asynchronous deletion by header, and makes the dashed id a bare one", async () => {
    const answer = { status: 202, json: { request_id: "0A1B2C3D-4E5F-6071-8293-a4b5c6d7e8f9" } }
    const { belvo, requests } = scriptedBelvo([answer])

    expect(await belvo.deleteLink({ id: LINK_ID, mode: "async" })).toEqual({ kind: "accepted", requestId })
    expect(requests[0]?.method).toBe("DELETE")
    expect(requests[0]?.headers.get("x-belvo-request-mode")).toBe("async")
  })

  it("is done at once in synchronous mode", async () => {
    const { belvo, requests } = scriptedBelvo([{ status: 204 }])

    expect(await belvo.deleteLink({ id: LINK_ID, mode: "sync" })).toEqual({ kind: "deleted" })
    expect(requests[0]?.headers.has("x-belvo-request-mode")).toBe(false)
  })

  it("has reached its goal where the link is gone already, also where its own first answer was lost", async () => {
    const { belvo, waits } = scriptedBelvo([{ status: 504 }, gone], { priority: "webhook" })

    expect(await belvo.deleteLink({ id: LINK_ID, mode: "async" })).toEqual({ kind: "already_gone", requestId })
    expect(waits).toEqual([3_000])
  })

  it("does not take an empty 202 for a deletion: it asks again", async () => {
    const { belvo, requests } = scriptedBelvo([{ status: 202 }, gone])

    expect(await belvo.deleteLink({ id: LINK_ID, mode: "async" })).toMatchObject({ kind: "already_gone" })
    expect(requests).toHaveLength(2)
  })
})
