import { expect, it } from "vitest"
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
