import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { hashOf, tokensOf } from "@/lib/recovery/addresses/queries"
import { pressable } from "@/lib/recovery/addresses/rules"
import { Prisma } from "@/prisma/generated/client"

const batch = 1_000

/**
 * Addresses that can be used are known by the token of a new ENLACE_KEY, too, so that they can be shown again. Who holds the old token may
 * still use it. Answers how many.
 */
export async function rehashAddresses(ctx: Ctx, newKey: Buffer): Promise<number> {
  const usable = Prisma.sql`state = ANY (${[...pressable]}::text[]) AND (state = 'open' OR expires_at > ${ctx.now()}::timestamptz)`
  const tokenOf = tokensOf({ env: { key: newKey }, environment: ctx.environment })
  let count = 0
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await record(ctx, "housekeeping", async (tx) => {
      const open = await tx.$queryRaw<{ id: string; generation: number }[]>`
        SELECT id::text AS id, generation FROM repair_address
        WHERE environment_id = ${ctx.environment.id} AND ${usable} AND id > ${after}::uuid ORDER BY id LIMIT ${batch}`
      const hashes = open.map(({ id, generation }) => hashOf(tokenOf({ addressId: id, generation })).toString("hex"))
      count += await tx.$executeRaw`
        WITH old AS (
          SELECT a.environment_id, a.id, a.hash, decode(n.hash, 'hex') AS next
          FROM repair_address a JOIN unnest(${open.map(({ id }) => id)}::uuid[], ${hashes}::text[]) AS n (id, hash) ON n.id = a.id
          WHERE a.environment_id = ${ctx.environment.id} AND ${usable} AND a.hash <> decode(n.hash, 'hex') FOR UPDATE OF a
        ), former AS (
          INSERT INTO repair_former_hash (environment_id, hash, address_id) SELECT environment_id, hash, id FROM old
          ON CONFLICT DO NOTHING
        )
        UPDATE repair_address a SET hash = old.next FROM old WHERE a.environment_id = old.environment_id AND a.id = old.id`
      return { result: open }
    })
    const last = rows.at(-1)
    if (!last || rows.length < batch) return count
    after = last.id
  }
}
