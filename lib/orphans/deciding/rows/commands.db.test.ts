import { expect, it, onTestFinished } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { openDatabase, record } from "@/lib/db"
import { exportAdoptions } from "@/lib/orphans/adoptions/commands"
import { reopen } from "@/lib/orphans/deciding/rows/commands"
import { withClient } from "@/scripts/with-client"
import { testDatabase } from "@/test/database"
import { makeEnvironment, makeMember, systemActor, testCtx } from "@/test/environment"
import { untilOneWaits } from "@/test/locks"

const [first, second] = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"] as const

/** A world that commits, with two adoptions, the later link's first. */
async function adopted() {
  const { url } = await testDatabase()
  const database = openDatabase(url)
  onTestFinished(() => database.close())
  const environment = await makeEnvironment(database.prisma, url)
  const actor = await makeMember(database.prisma, environment, "engineer")
  const ctx: Ctx = testCtx({ database, databaseUrl: url, environment, actor })
  await withClient(url, async (client) => {
    for (const linkId of [second, first]) {
      await client.query(
        `INSERT INTO orphan_decision (environment_id, link_id, kind, external_id, decided_by, decided_at)
         VALUES ($1, $2, 'adopt', 'usr', $3, now())`,
        [environment.id, linkId, actor.id],
      )
    }
  })
  return { url, ctx }
}

const take = (ctx: Ctx) => exportAdoptions(ctx)
const takeBack = (ctx: Ctx) => {
  const system: Ctx = { ...ctx, actor: systemActor(["orphans:decide"]) }
  return record(system, "orphans:decide", async (tx) => ({ result: await reopen(tx, system, [second, first]) }))
}

it.each([
  ["who takes adoptions back", takeBack],
  ["a file of them", take],
])("are held by %s in the order of their links, so that nobody waits for who waits for them", async (_, act) => {
  const { url, ctx } = await adopted()
  let done: Promise<unknown> = Promise.resolve()
  await withClient(url, async (client) => {
    await client.query("BEGIN")
    const hold = "SELECT FROM orphan_decision WHERE link_id = $1 FOR UPDATE"
    await client.query(hold, [second])
    done = act(ctx)
    await untilOneWaits(client)
    await expect(client.query(`${hold} NOWAIT`, [first])).rejects.toMatchObject({ code: "55P03" })
  })
  await done
})
