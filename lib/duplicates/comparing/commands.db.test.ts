import { describe, expect, it } from "vitest"
import { requestComparison } from "@/lib/duplicates/comparing/commands"
import { findLatestComparison, previewComparison } from "@/lib/duplicates/comparing/queries"
import { compareLinks } from "@/lib/duplicates/comparing/running/commands"
import { openBelvo } from "@/lib/environments/commands"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoWorld } from "@/test/belvo"
import { systemActor } from "@/test/environment"

const { signal } = new AbortController()
const institution = "erebor_mx_retail"

/** Two links of one login that nobody can tell by it, as links of before 2022-02-08 are; and a third beside them. */
async function olderWorld() {
  const world = await belvoWorld("engineer")
  const { ctx, db } = world
  const [one, other] = [twelve.duplicateOlder, twelve.duplicateNewer]
  await db.link.updateMany({
    where: { id: { in: [one, other, twelve.valid] } },
    data: { institution, institutionUserId: null },
  })
  const worker = { ...ctx, actor: systemActor(["duplicates:compare", "keys:open"]) }
  return { ...world, worker, one, other }
}

describe("requestComparison", () => {
  it("names its cost first, and finds links that hold the same account without keeping its name or number", async () => {
    const { ctx, db, worker, one, other, sim } = await olderWorld()
    const input = { institution, externalId: null }
    const { links, requests } = await previewComparison(ctx, input)
    expect(links).toBeGreaterThanOrEqual(3)
    expect(requests).toBe(1)
    const { id } = await requestComparison(ctx, input)
    expect(await findLatestComparison(ctx)).toMatchObject({ id, state: "queued", done: 0, total: links, alike: [] })
    await expect(requestComparison(ctx, input)).rejects.toMatchObject({ code: "CONFLICT" })

    await compareLinks(worker, { comparisonId: id, signal })
    const found = await findLatestComparison(ctx)
    expect(found).toMatchObject({ state: "done", done: links })
    const groups = found?.alike.map((group) => group.links.map((link) => link.id).toSorted())
    expect(groups).toContainEqual([one, other].toSorted())
    expect(sim.requests.filter((request) => request.includes("/api/accounts/")).length).toBe(requests)
    const kept = JSON.stringify(await db.duplicateComparison.findMany())
    const { items: accounts } = await (await openBelvo(ctx, "member")).listAccounts({ link: one })
    expect(accounts.length).toBeGreaterThan(0)
    for (const { name, number } of accounts) {
      if (number) expect(kept).not.toContain(number)
      if (name) expect(kept).not.toContain(name)
    }
    await compareLinks(worker, { comparisonId: id, signal })
    expect((await db.auditEntry.findMany()).map(({ action }) => action)).toEqual(["duplicates.compared"])
  })

  it("reads the others where Belvo refuses one link, and says which it was", async () => {
    const { ctx, worker, sim } = await olderWorld()
    const { id, links } = await requestComparison(ctx, { institution, externalId: null })
    const refusal = { kind: "error", status: 401, code: "consent_without_accounts", message: "No accounts" } as const
    sim.failNext(refusal)
    sim.failNext(refusal)
    await compareLinks(worker, { comparisonId: id, signal })
    const found = await findLatestComparison(ctx)
    expect(found).toMatchObject({ state: "done", done: links })
    expect(found?.left.filter(({ outcome }) => outcome === "refused")).toHaveLength(1)
  })

  it("ends as failed where Belvo takes no request, and may be asked for again", async () => {
    const { ctx, worker, sim } = await olderWorld()
    const { id } = await requestComparison(ctx, { institution, externalId: null })
    sim.failNext({ kind: "error", status: 401, code: "authentication_failed", message: "Invalid Secret Keys" })
    await compareLinks(worker, { comparisonId: id, signal })
    expect(await findLatestComparison(ctx)).toMatchObject({ state: "failed", done: 0 })
    await requestComparison(ctx, { institution, externalId: null })
  })

  it("takes the links of one customer alone, and refuses where there is nothing to compare", async () => {
    const { ctx, one, other } = await olderWorld()
    expect(await previewComparison(ctx, { institution, externalId: "usr_000007" })).toMatchObject({
      links: 2,
      more: false,
    })
    await expect(requestComparison(ctx, { institution: "nobody_mx_retail", externalId: null })).rejects.toMatchObject({
      code: "CONFLICT",
    })
    const { links } = await requestComparison(ctx, { institution, externalId: "usr_000007" })
    expect(links).toBe([one, other].length)
  })
})
