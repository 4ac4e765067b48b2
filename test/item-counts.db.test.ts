import { expect, it } from "vitest"
import { withClient } from "@/scripts/with-client"
import { testDatabase } from "@/test/database"
import { testWorld } from "@/test/world"

const tables = {
  deletion: {
    counts: "deletion_count",
    of: "request_id",
    columns: "requested_at, institution, status, link_created_at, observed_at",
    values: "now(), 'a_bank', 'invalid', now(), now()",
  },
  batch_item: {
    counts: "batch_count",
    of: "batch_id",
    columns: "institution, status",
    values: "'a_bank', 'valid'",
  },
} as const

it.each(["deletion", "batch_item"] as const)(
  "each row of %s is counted where it stands, whatever is done to many at once",
  async (items) => {
    const { db, ctx } = await testWorld({ role: "engineer" })
    const { counts, of, columns, values } = tables[items]
    const environmentId = ctx.environment.id
    const [one, other] = [crypto.randomUUID(), crypto.randomUUID()]
    const add = (parent: string, state: string, links: number) =>
      db.$executeRawUnsafe(
        `INSERT INTO ${items} (environment_id, ${of}, link_id, state, ${columns})
       SELECT ${environmentId}, '${parent}', gen_random_uuid(), '${state}', ${values} FROM generate_series(1, ${links})`,
      )
    const told = () =>
      db.$queryRawUnsafe(
        `SELECT ${of}::text, state, links FROM ${counts} WHERE environment_id = ${environmentId} AND links <> 0 ORDER BY 1, 2`,
      )
    const counted = () =>
      db.$queryRawUnsafe(
        `SELECT ${of}::text, state, count(*)::integer AS links FROM ${items} WHERE environment_id = ${environmentId} GROUP BY 1, 2 ORDER BY 1, 2`,
      )
    await add(one, "draft", 30)
    await add(other, "draft", 5)
    expect(await told()).toHaveLength(2)
    for (const change of [
      `UPDATE ${items} SET state = 'waiting'`,
      `UPDATE ${items} SET state = CASE WHEN status = 'nobody' THEN 'sent' ELSE state END`,
      `UPDATE ${items} SET state = CASE WHEN link_id < '80000000-0000-4000-8000-000000000000' THEN 'done' ELSE 'failed' END WHERE ${of} = '${one}'`,
      `UPDATE ${items} SET state = 'waiting' WHERE state = 'nowhere'`,
      `DELETE FROM ${items} WHERE ${of} = '${other}' OR state = 'failed'`,
    ]) {
      await db.$executeRawUnsafe(
        `${change}${change.includes(" WHERE ") ? " AND" : " WHERE"} environment_id = ${environmentId}`,
      )
      expect(await told()).toEqual(await counted())
    }
  },
)

it.each(["deletion", "batch_item"] as const)(
  "a row of %s that stays where it stands waits for nobody who moves another",
  async (items) => {
    const { url } = await testDatabase()
    const { of, columns, values } = tables[items]
    const [moved, kept] = [crypto.randomUUID(), crypto.randomUUID()]
    await withClient(url, async (a) => {
      const { rows } = await a.query(
        `INSERT INTO environment (slug, name, kind, base_url, sealed_key) VALUES ('a', 'a', 'sandbox', 'https://a.example', '') RETURNING id`,
      )
      await a.query(
        `INSERT INTO ${items} (environment_id, ${of}, link_id, state, ${columns})
         SELECT ${rows[0].id}, '${crypto.randomUUID()}', id::uuid, 'sent', ${values} FROM unnest(ARRAY['${moved}', '${kept}']) AS id`,
      )
      await a.query(`BEGIN; UPDATE ${items} SET state = 'done' WHERE link_id = '${moved}'`)
      await withClient(url, async (b) => {
        await b.query("SET lock_timeout = '200ms'")
        const updated = await b.query(`UPDATE ${items} SET institution = 'b_bank' WHERE link_id = '${kept}'`)
        expect(updated.rowCount).toBe(1)
        // The same timeout, where there is something to wait for.
        const moving = b.query(`UPDATE ${items} SET state = 'done' WHERE link_id = '${kept}'`)
        await expect(moving).rejects.toThrow("lock timeout")
      })
      await a.query("COMMIT")
    })
  },
)
