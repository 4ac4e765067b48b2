import { describe, expect, it } from "vitest"
import { searchLinks } from "@/lib/links/search/queries"

import { searchLive } from "@/lib/mirror/search/commands"
import { belvoWorld } from "@/test/belvo"

describe("searchLinks", () => {
  it("finds by each of the three ids, whole or begun, and not in another environment", async () => {
    const { ctx, sim, elsewhere } = await belvoWorld("viewer")
    const [wire] = [...sim.world.eachLink()].filter((link) => link.external_id === "usr_000001")
    const { id = "", external_id, institution_user_id } = wire ?? {}
    for (const q of [id, id.slice(0, 6), id.replaceAll("-", ""), external_id ?? "", institution_user_id ?? ""]) {
      expect(
        (await searchLinks(ctx, { q })).hits.map((hit) => hit.id),
        q,
      ).toContain(id)
    }
    expect((await searchLinks(ctx, { q: "usr_0000" })).hits).toHaveLength(8)
    expect(await searchLinks(ctx, { q: "usr_000001" })).toMatchObject({ target: { kind: "link", id } })
    expect(await searchLinks(await elsewhere(), { q: id })).toEqual({ hits: [], target: null })
  })

  it("leads from a customer with two links to both, the worst first", async () => {
    const { ctx } = await belvoWorld("viewer")
    expect((await searchLinks(ctx, { q: "usr_000007" })).target).toEqual({
      kind: "list",
      query: "?externalId=usr_000007&sort=status",
    })
  })
})

describe("searchLive", () => {
  it("asks Belvo for what the mirror does not have, writes it through, and leads to it", async () => {
    const { as, sim } = await belvoWorld()
    const support = await as("support")
    const { id } = sim.world.addLink({ external_id: "usr_new" })
    expect((await searchLinks(support, { q: "usr_new" })).hits).toEqual([])

    const answer = await searchLive(support, { q: "usr_new" })

    expect(answer).toMatchObject({ kind: "fresh", value: { asked: true, target: { kind: "link", id } } })
    expect((await searchLinks(support, { q: "usr_new" })).hits).toMatchObject([{ id, exact: true }])
  })

  it("asks Belvo for exactly this value where the mirror has only what begins like it", async () => {
    const { as, sim } = await belvoWorld()
    const support = await as("support")
    const other = sim.world.addLink({ external_id: "4120" })
    await searchLive(support, { q: "4120" })
    expect(await searchLinks(support, { q: "412" })).toMatchObject({ hits: [{ id: other.id }], target: null })
    expect(await searchLive(support, { q: "412" })).toMatchObject({ value: { asked: true, target: null } })

    const { id } = sim.world.addLink({ external_id: "412" })
    expect(await searchLive(support, { q: "412" })).toMatchObject({ value: { target: { kind: "link", id } } })
  })

  it("says that Belvo has none only after asking, and does not ask for what can be no id", async () => {
    const { as, sim } = await belvoWorld()
    const support = await as("support")
    const before = sim.requests.length

    expect(await searchLive(support, { q: "usr_nobody" })).toMatchObject({
      value: { hits: [], target: null, asked: true },
    })
    expect(sim.requests.length).toBe(before + 1)
    expect(await searchLive(support, { q: "ab" })).toMatchObject({ value: { asked: false } })
    expect(sim.requests.length).toBe(before + 1)
  })

  it("is not for viewers", async () => {
    const { as, sim } = await belvoWorld()
    const before = sim.requests.length
    await expect(searchLive(await as("viewer"), { q: "usr_new" })).rejects.toMatchObject({ code: "FORBIDDEN" })
    expect(sim.requests.length).toBe(before)
  })
})
