import { describe, expect, it } from "vitest"
import { createTestSim, everyResult } from "@/simulator/testing"
import { createWorld } from "@/simulator/worlds/create-world"
import { twelve } from "@/simulator/worlds/twelve"

const now = new Date("2026-03-14T15:30:00Z")
const demo = createWorld("demo", { now, links: 3_000 })

async function ids(query: string, options = {}) {
  const { body } = await createTestSim(options).get(`/api/links/?page_size=1000&${query}`)
  return Array.isArray(body.results) ? body.results.map((link) => link.id) : body
}

describe("GET /api/links/", () => {
  it("writes Belvo's thirteen names in Belvo's order", async () => {
    const { body } = await createTestSim().get(`/api/links/${twelve.valid}/`)
    expect(Object.keys(body).join(" ")).toBe(
      "id institution access_mode status refresh_rate created_by last_accessed_at external_id created_at institution_user_id credentials_storage stale_in fetch_resources",
    )
  })

  it("gives newest first, and the pages together give every link once", async () => {
    const { get } = createTestSim({ world: demo, limits: { enforce: false } })
    const all = await everyResult(get, "/api/links/?page_size=700")
    expect(all.map((link) => link.id)).toEqual([...demo.eachLink()].map((link) => link.id))
    const created = all.map((link) => Date.parse(String(link.created_at)))
    expect(created).toEqual(created.toSorted((one, other) => other - one))
  })

  it("treats a page size above 1000 as 1000 and an unreadable one as absent", async () => {
    const { get } = createTestSim({ world: demo })
    expect((await get("/api/links/?page_size=5000")).body.results).toHaveLength(1000)
    expect((await get("/api/links/?page_size=many")).body.results).toHaveLength(10)
    expect((await get("/api/links/?page_size=0")).body.results).toHaveLength(10)
  })

  it("keeps the filters in next and previous, the page first, the size second", async () => {
    const { get } = createTestSim({ world: demo })
    const { body } = await get("/api/links/?status=valid&page_size=5&page=2")
    expect(body.next).toBe("https://sandbox.belvo.com/api/links/?page=3&page_size=5&status=valid")
    expect(body.previous).toBe("https://sandbox.belvo.com/api/links/?page_size=5&status=valid")
  })

  it.each(["13", "0", "-1", "two"])("knows no page %s", async (page) => {
    const { status, body } = await createTestSim().get(`/api/links/?page_size=1&page=${page}`)
    expect(status).toBe(404)
    expect(body).toMatchObject({ code: "not_found", message: "Invalid page." })
  })

  it("answers an empty first page where nothing matches", async () => {
    const { status, body } = await createTestSim().get("/api/links/?external_id=nobody_here")
    expect(status).toBe(200)
    expect(body).toEqual({ count: 0, next: null, previous: null, results: [] })
  })

  it("keeps and drops first-level fields", async () => {
    const { get } = createTestSim()
    const kept = await get("/api/links/?page_size=1&fields=id,status")
    expect(Object.keys(Object(kept.body.results)[0])).toEqual(["id", "status"])
    const dropped = await get(`/api/links/${twelve.valid}/?omit=id,created_by`)
    expect(dropped.body).not.toHaveProperty("id")
    expect(dropped.body).toHaveProperty("status")
  })

  it("ignores parameters it does not know", async () => {
    expect(await ids("ordering=created_at&foo=1&last_accessed_at__gt=x")).toHaveLength(12)
  })

  it("filters by all that Belvo documents", async () => {
    const { valid, invalid, single, openFinance, duplicateOlder, duplicateNewer } = twelve
    expect(await ids(`id=${valid}`)).toEqual([valid])
    expect(await ids(`id__in=${invalid},${valid},10000000-0000-4000-8000-999999999999`)).toEqual([invalid, valid])
    expect(await ids("institution=ofmockbank_br_retail")).toEqual([openFinance])
    expect(await ids("institution__in=ofmockbank_br_retail,gringotts_mx_retail")).toEqual([openFinance, invalid])
    expect(await ids("external_id=usr_000007")).toEqual([duplicateNewer, duplicateOlder])
    expect(await ids("external_id__in=usr_000001,usr_000002")).toEqual([invalid, valid])
    const userId = "institution_user_id=Tyc362ErLbrIBeW4Sob_pOPz6j-RWTorYPTSVukDFIM%3D"
    expect(await ids(userId)).toEqual([duplicateNewer, duplicateOlder])
    expect(await ids("refresh_rate=6h")).toEqual([openFinance])
    expect(await ids("refresh_rate=null&stale_in=30d")).toEqual([single, twelve.storageOver])
    expect(await ids("access_mode=single&status=valid")).toEqual([single])
    expect(await ids("status__in=invalid,unconfirmed")).toEqual([twelve.unconfirmed, twelve.storageOver, invalid])
  })

  it("leaves out what a creator has made", async () => {
    const { get } = createTestSim()
    const { body } = await get(`/api/links/${twelve.valid}/`)
    expect(await ids(`created_by__not_in=${body.created_by}`)).toEqual([])
    expect(await ids("created_by__not_in=d9475f4d-c511-4732-9ef0-93b5672f43d3")).toHaveLength(12)
  })

  it("reads created_at filters as whole days in UTC", async () => {
    const { duplicateNewer, single } = twelve
    expect(await ids("created_at=2026-02-19")).toEqual([duplicateNewer])
    expect(await ids("created_at__gte=2026-02-19")).toEqual([twelve.unconfirmed, duplicateNewer])
    expect(await ids("created_at__gt=2026-02-19")).toEqual([twelve.unconfirmed])
    expect(await ids("created_at__lte=2026-02-19&created_at__gt=2026-02-08")).toEqual([duplicateNewer, single])
    expect(await ids("created_at__lt=2026-02-19&created_at__gt=2026-02-08")).toEqual([single])
    expect(await ids("created_at__range=2026-02-09,2026-02-19")).toEqual([duplicateNewer, single])
  })

  it.each(["created_at=2026-02-19T00:00:00Z", "created_at__gte=19-02-2026", "created_at__range=2026-02-30,2026-03-01"])(
    "refuses %s",
    async (query) => {
      const { status, body } = await createTestSim().get(`/api/links/?${query}`)
      expect(status).toBe(400)
      expect(body).toMatchObject({
        code: "invalid",
        message: "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.",
        field: query.split("=")[0],
      })
    },
  )

  it.each([
    ["id=abc", "invalid"],
    ["status=broken", "invalid_choice"],
    ["access_mode=twice", "invalid_choice"],
    ["refresh_rate=often", "invalid"],
  ])("refuses %s", async (query, code) => {
    const { status, body } = await createTestSim().get(`/api/links/?${query}`)
    expect([status, body.code]).toEqual([400, code])
  })

  it("is not found by an id of somebody else", async () => {
    const { status, body } = await createTestSim().get("/api/links/10000000-0000-4000-8000-999999999999/")
    expect(status).toBe(404)
    expect(body).toMatchObject({ code: "not_found", message: "Not found." })
    expect(body.request_id).toMatch(/^[a-f0-9]{32}$/)
  })

  it("writes three to six fraction digits, and either form of UTC", () => {
    const times = [...demo.eachLink()].map((link) => link.created_at)
    for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}(Z|\+00:00)$/)
    const digits = new Set(times.map((time) => /\.(\d+)/.exec(time)?.[1]?.length))
    expect([...digits].toSorted()).toEqual([3, 4, 5, 6])
    expect(times.some((time) => time.endsWith("+00:00"))).toBe(true)
  })

  it("turns the pages of 100,000 links in a blink", async () => {
    const { get } = createTestSim({ world: createWorld("demo", { now, links: 100_000 }), limits: { enforce: false } })
    await get("/api/links/?page_size=1000&status=valid")
    for (const query of ["page=100", "page=20&status=valid", "page=2&status__in=invalid,token_required"]) {
      const start = performance.now()
      const { status } = await get(`/api/links/?page_size=1000&${query}`)
      expect(status).toBe(200)
      expect(performance.now() - start).toBeLessThan(500)
    }
  })
})
