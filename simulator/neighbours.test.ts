import { describe, expect, it } from "vitest"
import { documentOf } from "@/simulator/consents"
import { createTestSim, everyResult } from "@/simulator/testing"
import { twelve } from "@/simulator/worlds/twelve"

describe("GET /api/institutions/", () => {
  it.each([
    ["name=erebor_mx_retail", ["erebor_mx_retail"]],
    ["name__in=erebor_mx_retail,sat_mx_fiscal", ["erebor_mx_retail", "sat_mx_fiscal"]],
    ["display_name=mockbank", ["ofmockbank_br_retail", "ofmockbank_br_business"]],
    ["country_code=CL&type=fiscal", ["araucania_cl_fiscal"]],
    ["status=down", ["mapocho_cl_business"]],
    ["resources__allin=EMPLOYMENT_RECORDS&country_code=BR", ["inss_br_employment"]],
  ])("filters by %s", async (query, names) => {
    const { body } = await createTestSim().get(`/api/institutions/?${query}`)
    expect(Object(body.results).map((one: { name: string }) => one.name)).toEqual(names)
  })

  it("pages like links, and its detail goes by the whole number only", async () => {
    const { get } = createTestSim()
    const all = await everyResult(get, "/api/institutions/")
    expect(new Set(all.map((one) => one.id)).size).toBe(all.length)
    const [first = {}] = all
    expect(Number.isInteger(first.id)).toBe(true)
    expect((await get(`/api/institutions/${first.id}/`)).body).toEqual(first)
    expect((await get("/api/institutions/erebor_mx_retail/")).status).toBe(404)
  })

  it("covers four countries, and every name is one that Belvo could have given", async () => {
    const all = await everyResult(createTestSim().get, "/api/institutions/?page_size=100")
    expect(new Set(all.map((one) => one.country_code))).toEqual(new Set(["MX", "BR", "CO", "CL"]))
    for (const { name } of all) expect(name).toMatch(/^[a-z]+_[a-z]{2}_(retail|business|fiscal|employment)$/)
  })
})

describe("GET /api/accounts/", () => {
  it("lists the accounts of a link, the same for the same person in another link", async () => {
    const { get } = createTestSim()
    const [one, other] = [
      await get(`/api/accounts/?link=${twelve.duplicateOlder}`),
      await get(`/api/accounts/?link=${twelve.duplicateNewer}`),
    ]
    const numbers = (body: Record<string, unknown>) =>
      Object(body.results).map((account: { number: string }) => account.number)
    expect(one.body.count).toBeGreaterThan(0)
    expect(numbers(one.body)).toEqual(numbers(other.body))
    expect(Object(one.body.results)[0]).toMatchObject({
      link: twelve.duplicateOlder,
      institution: { name: "cafetal_co_retail", type: "bank" },
      currency: "COP",
    })
  })

  it("has none before the first historical update, none for fiscal institutions, none for strangers", async () => {
    const { get } = createTestSim()
    for (const id of [twelve.unconfirmed, twelve.single, "10000000-0000-4000-8000-999999999999"]) {
      expect((await get(`/api/accounts/?link=${id}`)).body.count).toBe(0)
    }
  })

  it("filters over all links, and finds each by its id", async () => {
    const { get } = createTestSim()
    const all = await everyResult(get, "/api/accounts/")
    const brazilian = await everyResult(get, "/api/accounts/?currency=BRL")
    expect(brazilian).toEqual(all.filter((account) => account.currency === "BRL"))
    expect((await get(`/api/accounts/${brazilian[0]?.id}/`)).body).toEqual(brazilian[0])
    expect((await get(`/api/accounts/${twelve.valid}/`)).status).toBe(404)
  })
})

describe("GET /api/consents/", () => {
  it("wants a document, and lists that person's consents only", async () => {
    const { get, sim } = createTestSim()
    const refused = await get("/api/consents/")
    expect([refused.status, refused.body.code, refused.body.field]).toEqual([400, "required", "user_document"])
    const document = documentOf(sim.world.rows, sim.world.rows.find(twelve.openFinance) ?? -1)
    const { body } = await get(`/api/consents/?user_document=${document}`)
    expect(body.count).toBe(1)
    const [consent] = Object(body.results)
    expect(consent).toMatchObject({ link_id: twelve.openFinance, document_number: document, status: "AUTHORISED" })
    expect((await get(`/api/consents/${consent.id}/`)).body).toEqual(consent)
    expect((await get("/api/consents/?user_document=00000000000")).body.count).toBe(0)
  })
})
