import { describe, expect, it, test } from "vitest"
import { LINK_ID, rejection, SECRET_ID, SECRET_PASSWORD, scriptedBelvo } from "@/lib/belvo/fixtures/script"
import published from "@/lib/belvo/fixtures/widget-token.json"

const jwt = (claims: unknown) => `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`
const reply = (claims: unknown) => ({ json: { access: jwt(claims), refresh: "years-of-access" } })
const update = { mode: "update", linkId: LINK_ID } as const
const branding = {
  companyIcon: "https://acme.example/icon.svg",
  companyLogo: "https://acme.example/logo.svg",
  companyName: "ACME",
  companyTermsUrl: "https://acme.example/terms",
}
const callbackUrls = { success: "acme://success", exit: "acme://exit", event: "acme://event" }
const multi = {
  mode: "create",
  region: "multi",
  fetchResources: ["EMPLOYMENT_RECORDS"],
  staleIn: "365d",
  credentialsStorage: "30d",
  widget: { branding, callbackUrls, theme: [{ cssKey: "--color-primary-base", value: "#907AD6" }] },
} as const
const consent = {
  purpose: "Ofertas de crédito",
  termsAndConditionsUrl: "https://acme.example/terms",
  identification: [{ type: "CPF", number: "76109277673", name: "Ralph Bragg" }],
  defaultDurationDays: 366,
} as const
const brazil = {
  mode: "create",
  region: "brazil",
  fetchResources: ["ACCOUNTS", "OWNERS"],
  staleIn: "90d",
  widget: { branding, callbackUrls, colorScheme: "DARK", consent },
} as const

describe("createWidgetToken", () => {
  it("reads the published token and keeps nothing of the refresh token", async () => {
    const { belvo, logged } = scriptedBelvo([{ json: published }])

    const token = await belvo.createWidgetToken(multi)

    expect(token).toEqual({
      ...{ access: published.access, link: null, expiresAt: new Date("2026-03-01T12:10:00Z") },
      making: { fetchResources: ["OWNERS", "EMPLOYMENTS"], staleIn: "365d", credentialsStorage: "30d" },
    })
    expect(JSON.stringify([token, logged])).not.toContain(published.refresh)
  })

  it("asks for an update by link_id, with the key in the body and no Authorization", async () => {
    const { belvo, requests } = scriptedBelvo([
      reply({ link: { id: LINK_ID, status: "invalid", institution: "x_mx_y" } }),
    ])

    const token = await belvo.createWidgetToken(update)

    expect(token.link).toEqual({ id: LINK_ID, status: "invalid", institution: "x_mx_y" })
    expect(requests).toMatchObject([{ method: "POST", path: "/api/token/" }])
    expect(requests[0]?.headers.has("authorization")).toBe(false)
    expect(requests[0]?.body).toEqual({
      id: SECRET_ID,
      password: SECRET_PASSWORD,
      link_id: LINK_ID,
      scopes: "read_institutions,write_links,read_links",
    })
  })

  it("names ways back from an update only where there are any", async () => {
    const { belvo, requests } = scriptedBelvo([reply({ link: { id: LINK_ID, status: "invalid", institution: "x" } })])
    await belvo.createWidgetToken({ ...update, callbackUrls })
    expect(requests[0]?.body).toMatchObject({ link_id: LINK_ID, widget: { callback_urls: callbackUrls } })
  })

  it("says by a missing claim that the token is bound to no link", async () => {
    const { belvo } = scriptedBelvo([reply({ exp: 900, iat: 0 })])

    expect(await belvo.createWidgetToken(update)).toMatchObject({ link: null })
  })

  test.each([
    ["ten minutes of the twenty that it claims", { exp: 2_200, iat: 1_000 }, "12:10:00"],
    ["less where it claims less", { exp: 1_060, iat: 1_000 }, "12:01:00"],
    ["ten minutes where it claims nothing", {}, "12:10:00"],
    ["ten minutes where it claims nonsense", { exp: 10, iat: 20 }, "12:10:00"],
  ])("is good for %s", async (_what, claims, until) => {
    const { belvo } = scriptedBelvo([reply(claims)])

    expect((await belvo.createWidgetToken(update)).expiresAt).toEqual(new Date(`2026-03-01T${until}Z`))
  })

  it("spells a multi-region request as Belvo does", async () => {
    const { belvo, requests } = scriptedBelvo([reply({})])
    await belvo.createWidgetToken(multi)

    expect(requests[0]?.body).toEqual({
      id: SECRET_ID,
      password: SECRET_PASSWORD,
      scopes: "read_institutions,write_links",
      fetch_resources: ["EMPLOYMENT_RECORDS"],
      stale_in: "365d",
      credentials_storage: "30d",
      widget: {
        branding: {
          company_icon: "https://acme.example/icon.svg",
          company_logo: "https://acme.example/logo.svg",
          company_name: "ACME",
          company_terms_url: "https://acme.example/terms",
        },
        callback_urls: callbackUrls,
        theme: [{ css_key: "--color-primary-base", value: "#907AD6" }],
      },
    })
  })

  it("spells a Brazilian consent as Belvo does", async () => {
    const { belvo, requests } = scriptedBelvo([reply({})])
    await belvo.createWidgetToken(brazil)

    expect(requests[0]?.body).toMatchObject({
      scopes: "read_institutions,write_links,read_consents,write_consents,write_consent_callback,delete_consents",
      fetch_resources: ["ACCOUNTS", "OWNERS"],
      widget: {
        openfinance_feature: "consent_link_creation",
        color_scheme: "DARK",
        callback_urls: callbackUrls,
        consent: {
          purpose: "Ofertas de crédito",
          permissions: ["REGISTER", "ACCOUNTS", "CREDIT_CARDS", "CREDIT_OPERATIONS"],
          identification_info: [{ type: "CPF", number: "76109277673", name: "Ralph Bragg" }],
          default_consent_duration_days: 366,
        },
      },
    })
    expect(requests[0]?.body).not.toHaveProperty("credentials_storage")
  })

  test.each([
    ["a link that is none", { ...update, linkId: "x" }],
    [
      "a purpose of 141 characters",
      { ...brazil, widget: { ...brazil.widget, consent: { ...consent, purpose: "p".repeat(141) } } },
    ],
    ["storage without an end", { ...multi, credentialsStorage: "always" }],
    ["script in an address", { ...multi, widget: { ...multi.widget, callbackUrls: { ...callbackUrls, exit: "no" } } }],
  ])("sends nothing for %s", async (_what, request) => {
    const { belvo, requests } = scriptedBelvo([])

    expect(await rejection(belvo.createWidgetToken(request))).toMatchObject({ kind: "invalid_request" })
    expect(requests).toEqual([])
  })

  test.each([
    ["without a token", { json: { refresh: "years-of-access" } }],
    ["with a token that cannot be read", { json: { access: "a.b!.c", refresh: "years-of-access" } }],
    ["with a token of one part", { json: { access: "abc", refresh: "years-of-access" } }],
    ["with claims that are none", reply([])],
  ])("refuses an answer %s, and shows none of it", async (_what, answer) => {
    const { belvo } = scriptedBelvo([answer])

    const error = await rejection(belvo.createWidgetToken(update))
    expect(error).toMatchObject({ kind: "schema", at: "access" })
    expect(JSON.stringify(error)).not.toContain("years-of-access")
  })

  it("is never asked twice, since the first may have worked", async () => {
    const { belvo, requests } = scriptedBelvo([{ status: 500 }, reply({})], { priority: "webhook" })

    await rejection(belvo.createWidgetToken(update))
    expect(requests).toHaveLength(1)
  })
})
