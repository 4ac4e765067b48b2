import { describe, expect, it, test } from "vitest"
import { type ClientOptions, clientOf } from "@/lib/belvo/fixtures/client-of"
import { drain, eachLinkPage, LINK_ID, rejection } from "@/lib/belvo/fixtures/script"
import type { LinkListRequest } from "@/lib/belvo/link-list"
import { createTestSim } from "@/simulator/testing"
import { twelve } from "@/simulator/worlds/twelve"

const overSimulator = (options: ClientOptions = {}) => clientOf(createTestSim(), options)

describe("a key", () => {
  it("is ok, refused when it is wrong or revoked, and unreachable when nobody answers", async () => {
    const right = overSimulator({ priority: "member" })
    expect(await right.belvo.testKey()).toBe("ok")
    right.sim.failNext({ kind: "revoked" })
    expect(await right.belvo.testKey()).toBe("refused")
    right.sim.failNext({ kind: "unreachable", times: 3 })
    expect(await right.belvo.testKey()).toBe("unreachable")

    expect(await overSimulator({ password: "wrong" }).belvo.testKey()).toBe("refused")
  })

  it("that is wrong is told apart from everything else", async () => {
    const { belvo } = overSimulator({ password: "wrong" })

    expect(await rejection(belvo.getLink(twelve.valid))).toMatchObject({
      kind: "unauthorized",
      belvoCode: "authentication_failed",
    })
  })
})

describe("the list", () => {
  it("is read to its end, page by page, each link once", async () => {
    const { belvo, sim } = overSimulator()

    const pages = await drain(eachLinkPage(belvo, { pageSize: 5 }))

    expect(pages.map(({ items }) => items.length)).toEqual([5, 5, 2])
    expect(pages.flatMap(({ items }) => items.map(({ id }) => id)).sort()).toEqual(Object.values(twelve).sort())
    expect(sim.requests).toHaveLength(3)
  })

  it("asks for a hundred where Belvo would give ten", async () => {
    const { belvo } = overSimulator()

    expect(await belvo.listLinks()).toMatchObject({ count: 12, hasNext: false })
  })

  const cases: [LinkListRequest, (keyof typeof twelve)[]][] = [
    [{ id: twelve.valid }, ["valid"]],
    [{ idIn: [twelve.valid, twelve.orphan, LINK_ID] }, ["orphan", "valid"]],
    [{ institution: "cafetal_co_retail" }, ["duplicateNewer", "duplicateOlder"]],
    [{ institutionIn: ["gringotts_mx_retail", "heimdall_mx_retail"] }, ["invalid", "tokenRequired"]],
    [{ accessMode: "single" }, ["single", "storageOver"]],
    [{ externalId: "usr_000007" }, ["duplicateNewer", "duplicateOlder"]],
    [{ externalIdIn: ["usr_000001", "-000012"] }, ["oldAndDashed", "valid"]],
    [{ institutionUserId: "Tyc362ErLbrIBeW4Sob_pOPz6j-RWTorYPTSVukDFIM=" }, ["duplicateNewer", "duplicateOlder"]],
    [{ institutionUserIdIn: ["ezFoxjPDr7YnASnOaft5F3zt7D0kurgDNlLtZFjxUo0"] }, ["overdueMonthly"]],
    [{ refreshRate: "null" }, ["single", "storageOver"]],
    [{ refreshRate: "30d" }, ["overdueMonthly"]],
    [{ status: "unconfirmed" }, ["unconfirmed"]],
    [{ statusIn: ["invalid", "token_required"] }, ["invalid", "orphan", "storageOver", "tokenRequired"]],
    [{ createdAtLt: "2022-02-08" }, ["oldAndDashed"]],
    [{ createdAt: "2021-09-14" }, ["oldAndDashed"]],
    [{ createdAtGt: "2026-02-27" }, ["unconfirmed"]],
    [{ createdAtGte: "2026-03-01" }, ["unconfirmed"]],
    [{ createdAtLte: "2021-09-14" }, ["oldAndDashed"]],
    [{ createdAtRange: ["2021-09-01", "2021-09-30"] }, ["oldAndDashed"]],
  ]
  test.each(cases)("filtered by %o", async (filter, expected) => {
    const { belvo } = overSimulator()
    const names = new Map<string, string>(Object.entries(twelve).map(([name, id]) => [id, name]))

    const { items, count } = await belvo.listLinks(filter)

    expect(items.map(({ id }) => names.get(id)).sort()).toEqual([...expected].sort())
    expect(count).toBe(expected.length)
  })

  it("leaves out the links of certain keys", async () => {
    const { belvo } = overSimulator()
    const all = await belvo.listLinks()
    const owners = [...new Set(all.items.flatMap(({ createdBy }) => (createdBy ? [createdBy] : [])))]

    expect((await belvo.listLinks({ createdByNotIn: owners })).count).toBe(0)
  })

  it("gives less of each link where asked, and a count alone at the price of one row", async () => {
    const { belvo } = overSimulator()

    expect(await belvo.listLinkParts({ fields: ["id"], pageSize: 1 })).toMatchObject({ count: 12, hasNext: true })
    const { items } = await belvo.listLinkParts({ id: twelve.valid, omit: ["status", "fetch_resources"] })
    expect(items[0]).toHaveProperty("institution", "erebor_mx_retail")
    expect(items[0]).not.toHaveProperty("status")
  })

  it("ends where links went while it was read", async () => {
    const { belvo, sim } = overSimulator()
    const pages = eachLinkPage(belvo, { pageSize: 6 })

    expect((await pages.next()).value?.items).toHaveLength(6)
    for (const { id } of (await belvo.listLinks({ page: 2, pageSize: 6 })).items) {
      sim.world.rows.remove(sim.world.rows.find(id) ?? -1)
    }

    expect(await pages.next()).toMatchObject({ done: true })
  })
})

describe("a link, its institution and its accounts", () => {
  test.each(Object.entries(twelve))("finds the link that is %s", async (_name, id) => {
    const { belvo } = overSimulator()

    expect(await belvo.getLink(id)).toMatchObject({ kind: "found", link: { id, unknown: {} } })
  })

  it("says that a link is not there, by Belvo's word", async () => {
    const { belvo } = overSimulator()

    expect(await belvo.getLink(LINK_ID)).toMatchObject({
      kind: "not_found",
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  it("knows every link's institution by name", async () => {
    const { belvo } = overSimulator()
    const names = (await drain(belvo.eachInstitution({ pageSize: 10 }))).map(({ name }) => name)

    expect(names).toEqual(expect.arrayContaining((await belvo.listLinks()).items.map(({ institution }) => institution)))
    expect(await drain(belvo.eachInstitution({ name: "heimdall_mx_retail" }))).toMatchObject([{ countryCodes: ["MX"] }])
  })

  it("reads the accounts of a link, also just some of their fields", async () => {
    const { belvo } = overSimulator()

    const { items } = await belvo.listAccounts({ link: twelve.valid })
    expect(items.length).toBeGreaterThan(0)
    expect(items[0]).toMatchObject({ linkId: twelve.valid, institution: "erebor_mx_retail" })
    expect(items[0]?.number).not.toBeNull()

    const few = await belvo.listAccounts({ linkIn: [twelve.valid], fields: ["name"] })
    expect(few.items.map(({ id }) => id)).toEqual(items.map(({ id }) => id))
    expect(few.items[0]?.number).toBeNull()
  })
})
