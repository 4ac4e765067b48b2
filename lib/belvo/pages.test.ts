import { describe, expect, it, test } from "vitest"
import accounts from "@/lib/belvo/fixtures/accounts.json"
import institutions from "@/lib/belvo/fixtures/institutions.json"
import list from "@/lib/belvo/fixtures/link-list.json"
import samples from "@/lib/belvo/fixtures/links.json"
import { drain, eachLinkPage, LINK_ID, rejection, scriptedBelvo } from "@/lib/belvo/fixtures/script"

const base = "https://sandbox.belvo.com/api/links/"
const pageOf = (next: string | null, results: unknown[] = [samples.single]) => ({
  json: { count: 3, next, previous: null, results },
})

describe("listLinks", () => {
  it("reads the published list", async () => {
    const { belvo, requests } = scriptedBelvo([{ json: list }])

    const page = await belvo.listLinks({ pageSize: 5 })

    expect(page).toMatchObject({ count: 105, page: 1, hasNext: true, sentAt: new Date("2026-03-01T12:00:00Z") })
    expect(page.items.map(({ id }) => id)).toEqual(list.results.map(({ id }) => id))
    expect(requests).toMatchObject([{ method: "GET", path: "/api/links/?page_size=5" }])
  })

  it("asks for 100 where nothing is said, since the sandbox would give 10", async () => {
    const { belvo, requests } = scriptedBelvo([pageOf(null)])

    await belvo.listLinks()
    expect(requests[0]?.path).toBe("/api/links/?page_size=100")
  })

  it("writes every documented filter as Belvo spells it", async () => {
    const { belvo, requests } = scriptedBelvo([pageOf(null)])
    const userId = "sooE7XJWEKypZJR603ecaWYk-8Ap0oD8Nr1pBQ4eG9c="

    await belvo.listLinks({
      id: LINK_ID,
      idIn: [LINK_ID, samples.single.id],
      institution: "erebor_mx_retail",
      institutionIn: ["erebor_mx_retail", "erebor_co_retail"],
      accessMode: "recurrent",
      createdAt: "2022-05-05",
      createdAtGt: "2022-05-04",
      createdAtGte: "2022-05-05",
      createdAtLt: "2022-05-06",
      createdAtLte: "2022-05-05",
      createdAtRange: ["2022-01-01", "2022-12-31"],
      createdByNotIn: [samples.single.created_by],
      externalId: "InternalUser4000",
      externalIdIn: ["InternalUser4000", "InternalUser4001"],
      institutionUserId: userId,
      institutionUserIdIn: [userId],
      refreshRate: "null",
      status: "invalid",
      statusIn: ["invalid", "token_required"],
      page: 2,
      pageSize: 1000,
    })

    const sent = [...new URL(requests[0]?.url ?? "").searchParams.entries()]
    expect(Object.fromEntries(sent)).toEqual({
      id: LINK_ID,
      id__in: `${LINK_ID},${samples.single.id}`,
      institution: "erebor_mx_retail",
      institution__in: "erebor_mx_retail,erebor_co_retail",
      access_mode: "recurrent",
      created_at: "2022-05-05",
      created_at__gt: "2022-05-04",
      created_at__gte: "2022-05-05",
      created_at__lt: "2022-05-06",
      created_at__lte: "2022-05-05",
      created_at__range: "2022-01-01,2022-12-31",
      created_by__not_in: samples.single.created_by,
      external_id: "InternalUser4000",
      external_id__in: "InternalUser4000,InternalUser4001",
      institution_user_id: userId,
      institution_user_id__in: userId,
      refresh_rate: "null",
      status: "invalid",
      status__in: "invalid,token_required",
      page: "2",
      page_size: "1000",
    })
    expect(requests[0]?.url).toContain("9c%3D")
  })

  test.each([
    ["a moment where Belvo takes dates only", { createdAtGte: "2024-01-01T00:00:00Z" }, "created_at__gte"],
    ["a day that does not exist", { createdAt: "2024-02-30" }, "created_at"],
    ["an empty rate", { refreshRate: "" }, "refresh_rate"],
    ["page 0", { page: 0 }, "page"],
    ["an address of more than 8,000 characters", { externalIdIn: Array<string>(40).fill("é".repeat(200)) }, "query"],
  ])("sends nothing for %s", async (_what, request, field) => {
    const { belvo, requests, acquired } = scriptedBelvo([])

    expect(await rejection(belvo.listLinks(request))).toMatchObject({ kind: "invalid_request", field })
    expect({ requests, acquired }).toEqual({ requests: [], acquired: [] })
  })

  it("tells an error by the names of its filters, and by the values of those that are nobody's", async () => {
    const { belvo } = scriptedBelvo([{ status: 400, json: [{ code: "invalid", message: "No" }] }])

    expect(await rejection(belvo.listLinks({ externalId: "maria", status: "valid" }))).toMatchObject({
      path: "/api/links/?external_id=[redacted]&status=valid&page_size=100",
    })
  })
})

describe("listLinkParts", () => {
  it("asks for less and gives back only that", async () => {
    const { belvo, requests } = scriptedBelvo([pageOf(null, [{ id: LINK_ID }])])

    const page = await belvo.listLinkParts({ fields: ["id"], pageSize: 1 })

    expect(page).toMatchObject({ count: 3 })
    expect(page.items).toEqual([{ id: LINK_ID, unknown: {} }])
    expect(requests[0]?.path).toBe("/api/links/?page_size=1&fields=id")
  })
})

describe("page after page", () => {
  it("follows pages by their number, not by the address in next", async () => {
    const { belvo, requests } = scriptedBelvo([
      pageOf(`${base}?page=7&page_size=1000&cursor=x`),
      pageOf("?page=9"),
      pageOf(null),
    ])

    const pages = await drain(eachLinkPage(belvo, { status: "invalid", pageSize: 1000 }))

    expect(pages.map(({ page }) => page)).toEqual([1, 2, 3])
    expect(requests.map(({ path }) => path)).toEqual([
      "/api/links/?status=invalid&page=1&page_size=1000",
      "/api/links/?status=invalid&page=2&page_size=1000",
      "/api/links/?status=invalid&page=3&page_size=1000",
    ])
  })

  test.each([
    "https://evil.example/api/links/?page=2",
    "http://sandbox.belvo.com/api/links/?page=2",
    "https://sandbox.belvo.com:8443/api/links/?page=2",
    "https://sandbox.belvo.com.evil.example/api/links/?page=2",
    "https://sandbox.belvo.com/api/accounts/?page=2",
    "//evil.example/api/links/?page=2",
    "javascript:alert(1)",
  ])("refuses a next of %s and asks no further", async (next) => {
    const { belvo, requests } = scriptedBelvo([pageOf(next), pageOf(null)])

    expect(await rejection(drain(eachLinkPage(belvo)))).toMatchObject({
      kind: "wrong_address",
      belvoCode: "next_leaves_base",
    })
    expect(requests).toHaveLength(1)
  })

  it("ends where the list has shrunk under the next page", async () => {
    const past = { status: 404, json: [{ code: "not_found", message: "Invalid page." }] }
    const { belvo } = scriptedBelvo([pageOf(`${base}?page=2`), past])

    expect(await drain(eachLinkPage(belvo))).toHaveLength(1)
  })

  it("does not take any other refusal of a later page for the end", async () => {
    const odd = { status: 400, json: [{ code: "not_found", message: "No such filter." }] }
    const { belvo } = scriptedBelvo([pageOf(`${base}?page=2`), odd])

    expect(await rejection(drain(eachLinkPage(belvo)))).toMatchObject({ kind: "api", status: 400 })
  })

  it("does not take the first page's refusal for an empty list", async () => {
    const { belvo } = scriptedBelvo([{ status: 404, json: [{ code: "not_found", message: "Invalid page." }] }])

    expect(await rejection(drain(eachLinkPage(belvo, { page: 99 })))).toMatchObject({ kind: "api", status: 404 })
  })

  it("repeats a page that failed and goes on from there", async () => {
    const replies = [pageOf(`${base}?page=2`), { status: 502 }, pageOf(null)]
    const { belvo, waits } = scriptedBelvo(replies, { priority: "sweep" })

    expect(await drain(eachLinkPage(belvo))).toHaveLength(2)
    expect(waits).toEqual([3_000])
  })

  it("keeps a path that the base address has", async () => {
    const options = { baseUrl: new URL("http://127.0.0.1:4010/belvo/") }
    const { belvo, requests } = scriptedBelvo(
      [pageOf("http://127.0.0.1:4010/belvo/api/links/?page=2"), pageOf(null)],
      options,
    )

    await drain(eachLinkPage(belvo))
    expect(requests[1]?.url).toBe("http://127.0.0.1:4010/belvo/api/links/?page=2&page_size=100")
  })
})

describe("neighbours of links", () => {
  it("reads the published institution", async () => {
    const { belvo, requests } = scriptedBelvo([{ json: institutions }])

    expect(await drain(belvo.eachInstitution({ countryCodeIn: ["MX", "BR"] }))).toMatchObject([
      { id: 1003, name: "erebor_mx_retail", displayName: "Erebor Mexico", features: ["token_required"] },
    ])
    expect(requests[0]?.path).toBe("/api/institutions/?country_code__in=MX,BR&page=1&page_size=1000")
  })

  it("reads the published account and keeps what we have no name for", async () => {
    const { belvo, requests } = scriptedBelvo([{ json: accounts }])

    const { items } = await belvo.listAccounts({ link: LINK_ID })

    expect(items).toMatchObject([
      {
        linkId: "30cb4806-6e00-48a4-91c9-ca55968576c8",
        institution: "ofmockbank_br_retail",
        name: null,
        number: "11188222",
        agency: "6272",
        checkDigit: "4",
        currency: "BRL",
        unknown: { balance_type: "ASSET" },
      },
    ])
    expect(requests[0]?.path).toBe(`/api/accounts/?link=${LINK_ID}&page_size=1000`)
  })

  it("always asks for an account's id", async () => {
    const { belvo, requests } = scriptedBelvo([{ json: { ...accounts, results: [{ id: LINK_ID, name: "Cuenta" }] } }])

    const [page] = await drain(belvo.eachAccountPage({ linkIn: [LINK_ID], fields: ["name"] }))

    expect(page?.items).toMatchObject([{ id: LINK_ID, name: "Cuenta", number: null }])
    expect(requests[0]?.path).toBe(`/api/accounts/?link__in=${LINK_ID}&fields=id,name&page=1&page_size=1000`)
  })
})
