import { inspect } from "node:util"
import { describe, expect, it, test } from "vitest"
import { isBelvoError } from "@/lib/belvo/errors"
import published from "@/lib/belvo/fixtures/errors.json"
import firewall from "@/lib/belvo/fixtures/firewall.json"
import { LINK_ID, type Reply, rejection, SECRET_ID, SECRET_PASSWORD, scriptedBelvo } from "@/lib/belvo/fixtures/script"

const basic = Buffer.from(`${SECRET_ID}:${SECRET_PASSWORD}`).toString("base64")
const request = { fetchResources: ["ACCOUNTS"], accessMode: "single" as const, id: LINK_ID }

describe("a published refusal", () => {
  test.each(published)("$status $code passes through the client as $kind", async ({ status, code, kind, body }) => {
    const { belvo, requests } = scriptedBelvo([{ status, json: body }])

    const error = await rejection(belvo.createWidgetToken({ mode: "update", linkId: LINK_ID }))

    expect(error).toMatchObject({ kind, belvoCode: code, method: "POST", path: "/api/token/" })
    expect(error).toMatchObject({ requestId: body[0]?.request_id })
    expect(requests).toHaveLength(1)
  })

  it("says which field it is about, in Belvo's words", async () => {
    const body = [{ code: "invalid_choice", message: '"x" is not a valid choice.', field: "access_mode" }]
    const { belvo } = scriptedBelvo([{ status: 400, json: body }])

    expect(await rejection(belvo.changeAccessMode(request))).toMatchObject({
      message: '"x" is not a valid choice.',
      issues: [{ code: "invalid_choice", field: "access_mode" }],
      requestId: null,
    })
  })
})

describe("an answer that is not Belvo's usual array", () => {
  const html = { "content-type": "text/html" }
  test.each<[string, Reply, object]>([
    ["an object", { status: 400, json: { code: "blank", message: "No" } }, { kind: "api", belvoCode: "blank" }],
    ["an object without a code", { status: 400, json: { detail: "No" } }, { kind: "api", belvoCode: "http_400" }],
    ["JSON null", { status: 400, json: null }, { kind: "api", belvoCode: "http_400" }],
    ["nothing", { status: 400 }, { kind: "api", belvoCode: "http_400", issues: [] }],
    ["cut JSON", { status: 400, text: '[{"code":"bl' }, { kind: "api", belvoCode: "http_400" }],
    ["a page for 404", { status: 404, text: firewall.html, headers: html }, { kind: "wrong_address" }],
    ["a page for 401", { status: 401, text: firewall.html, headers: html }, { kind: "wrong_address" }],
    ["a page for 200", { status: 200, text: "<!doctype html>", headers: html }, { kind: "wrong_address" }],
    ["a page for 502", { status: 502, text: firewall.html, headers: html }, { kind: "api", belvoCode: "http_502" }],
    ["a dashed request id", { status: 400, json: [{ code: "x", request_id: crypto.randomUUID() }] }, { kind: "api" }],
  ])("%s becomes a typed error", async (_what, reply, expected) => {
    const { belvo } = scriptedBelvo([reply])

    const error = await rejection(belvo.changeAccessMode(request))

    expect(error).toMatchObject(expected)
    expect(isBelvoError(error) && (error.requestId === null || /^[0-9a-f]{32}$/.test(error.requestId))).toBe(true)
  })

  it("is a wrong address, never a missing link, where a 404 comes as a page", async () => {
    const page = { status: 404, text: "<html>Not Found</html>" }
    const { belvo } = scriptedBelvo([page, page])

    expect(await rejection(belvo.getLink(LINK_ID))).toMatchObject({ kind: "wrong_address" })
    expect(await rejection(belvo.deleteLink({ id: LINK_ID, mode: "async" }))).toMatchObject({ kind: "wrong_address" })
  })
})

describe("no printer finds a credential or a personal value in an error", () => {
  const key = `${SECRET_ID} ${SECRET_PASSWORD} ${basic} ${encodeURIComponent(SECRET_PASSWORD)}`
  const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })
  const answers: [string, (echo: string) => Response][] = [
    ["refused", (echo) => json(400, [{ code: echo, message: echo, field: echo, extra: echo, request_id: "r" }])],
    ["a bad key", (echo) => json(401, [{ code: "authentication_failed", message: echo }])],
    ["misunderstood", (echo) => json(200, { id: echo, status: 3, access: echo, [SECRET_PASSWORD]: echo })],
    ["throttled", (echo) => json(429, [{ code: "throttled", message: echo }])],
    ["a page", (echo) => new Response(`<html>${echo}</html>`, { status: 404 })],
    ["cut", (echo) => new Response(`{"a":"${echo}`)],
    [
      "redirected",
      (echo) => new Response(null, { status: 302, headers: { location: `https://x/?${encodeURI(echo)}` } }),
    ],
    [
      "unreachable",
      (echo) => {
        throw new TypeError("fetch failed", { cause: Object.assign(new Error(echo), { code: echo }) })
      },
    ],
  ]

  test.each(answers)("where the answer repeats all that was sent: %s", async (_what, answer) => {
    const fetch: typeof globalThis.fetch = async (url, init) =>
      answer(`${key} ${decodeURIComponent(String(url))} ${String(url)} ${String(init?.body)}`)
    const { belvo, logged } = scriptedBelvo([], { fetch })
    const errors = [
      await rejection(belvo.listLinks({ externalIdIn: ["maria-lopez", "josé pérez"] })),
      await rejection(belvo.updateCredentials({ id: LINK_ID, password: "s3cret-bank", token: "424242" })),
      await rejection(belvo.createWidgetToken({ mode: "update", linkId: LINK_ID })),
      await rejection(
        belvo.resumeMfa({ session: "be7a15d5f0b84d8ea60f6c12cb2a7b32", linkId: LINK_ID, token: "535353" }),
      ),
    ]

    expect(errors.every(isBelvoError)).toBe(true)
    const printed = errors.flatMap((error) => [
      JSON.stringify(error),
      String(error),
      inspect(error, { depth: 20, showHidden: true }),
    ])
    const everything = [...printed, ...logged].join("\n")
    const secrets = [SECRET_PASSWORD, encodeURIComponent(SECRET_PASSWORD), SECRET_ID, basic]
    const personal = ["maria-lopez", "josé pérez", encodeURIComponent("josé pérez"), "s3cret-bank", "424242", "535353"]
    expect([...secrets, ...personal].filter((value) => everything.includes(value))).toEqual([])
  })

  it("nor in the client itself", () => {
    const { belvo } = scriptedBelvo([])
    const printed = JSON.stringify(belvo) + inspect(belvo, { depth: 20, showHidden: true })

    expect(printed).not.toContain(SECRET_PASSWORD)
    expect(printed).not.toContain(basic)
  })
})
