import { expect, it, onTestFinished } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"
import { checkPlan } from "@/lib/duplicates/plans/checking/commands"
import { createPlan } from "@/lib/duplicates/plans/commands"
import { duplicateListParams } from "@/lib/duplicates/schema"
import { applyGone, applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { withClient } from "@/scripts/with-client"
import { testDatabase } from "@/test/database"
import { makeEnvironment, makeMember, systemActor, testCtx } from "@/test/environment"
import { untilOneWaits } from "@/test/locks"

/** A world that commits, with a plan of two groups; answers the old link of each. */
async function planned() {
  const { url } = await testDatabase()
  const database = openDatabase(url)
  onTestFinished(() => database.close())
  const environment = await makeEnvironment(database.prisma, url)
  const actor = await makeMember(database.prisma, environment, "engineer")
  const ctx: Ctx = testCtx({ database, databaseUrl: url, environment, actor })
  const mirror: Ctx = { ...ctx, actor: systemActor(["mirror:write"]) }
  const links = ["one", "two"].flatMap((institutionUserId) =>
    (["valid", "invalid"] as const).map((status) =>
      makeLink({ institutionUserId, externalId: `usr_${institutionUserId}`, status }),
    ),
  )
  await applyLinks(mirror, { links, observedAt: new Date(Date.now() - 60_000), cause: "sweep" })
  const { planId } = await createPlan(ctx, {
    selection: {
      ...{ kind: "list", params: duplicateListParams.parse({}), expectedCount: 2, exact: true },
      snapshotAt: new Date(Date.now() + 60_000).toISOString(),
    },
  })
  const [old = ""] = links.filter(({ status }) => status === "invalid").map(({ id }) => id)
  const gone = (id: string) => applyGone(mirror, { ids: [id], observedAt: new Date(), cause: "sweep" })
  const items = async () =>
    withClient(url, async (client) => {
      const { rows } = await client.query<{ id: string; gone: boolean }>(
        "SELECT old_link_id::text AS id, gone FROM duplicate_plan_item",
      )
      return new Map(rows.map((row) => [row.id, row.gone]))
    })
  return { url, ctx, planId, old, gone, items }
}

it("a sweep that sees a link go waits for nobody who looks at its whole plan", async () => {
  const { url, old, gone, items } = await planned()
  await withClient(url, async (client) => {
    await client.query("BEGIN")
    await client.query("SELECT FROM duplicate_plan FOR UPDATE")
    await gone(old)
  })
  expect((await items()).get(old)).toBe(true)
})

it("a look at a plan waits for a sweep's items alone, and undoes nothing that the sweep has seen", async () => {
  const { url, ctx, planId, old, gone, items } = await planned()
  await gone(old)
  let checked: Promise<unknown> = Promise.resolve()
  await withClient(url, async (client) => {
    await client.query("UPDATE duplicate_plan_item SET gone = false")
    await client.query("BEGIN")
    await client.query("UPDATE link SET removed_at = NULL WHERE id = $1", [old])
    await client.query("UPDATE duplicate_plan_item SET gone = false WHERE old_link_id = $1", [old])
    checked = checkPlan(ctx, { planId })
    await untilOneWaits(client)
    await client.query("COMMIT")
  })
  await checked
  expect((await items()).get(old)).toBe(false)
})
