import { createHmac } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import { read, record } from "@/lib/db"
import { subkey } from "@/lib/seal"

const windowMs = 10 * 60_000
const mostMisses = 60
/** So many rows at most, whoever guesses from wherever; clients that share one are told to stop together, and only of what is not there. */
const buckets = 16_384

/**
 * Counts an address that was nobody's, and answers whether its client has lately opened too many of them, at whichever process. What is
 * there it is given all the same: many share an address. Who has been told to stop costs no more writes.
 */
export async function countMiss(ctx: Ctx, client: string): Promise<boolean> {
  const bucket = bucketOf(ctx, client)
  const now = ctx.now()
  const over = new Date(now.getTime() - windowMs)
  if (await isGuessing(ctx, { bucket, over })) return true
  return record(ctx, "repair:visit", async (tx) => {
    const [row] = await tx.$queryRaw<{ misses: number }[]>`
      INSERT INTO repair_miss AS known (bucket, since, misses) VALUES (${bucket}::integer, ${now}::timestamptz, 1)
      ON CONFLICT (bucket) DO UPDATE SET since = CASE WHEN known.since <= ${over}::timestamptz THEN excluded.since ELSE known.since END,
        misses = CASE WHEN known.since <= ${over}::timestamptz THEN 1 ELSE known.misses + 1 END
      RETURNING misses`
    return { result: (row?.misses ?? 0) >= mostMisses }
  })
}

function isGuessing(ctx: Ctx, { bucket, over }: { bucket: number; over: Date }): Promise<boolean> {
  return read(ctx, "repair:visit", async (db) => {
    const known = await db.repairMiss.findUnique({ where: { bucket } })
    return known !== null && known.since > over && known.misses >= mostMisses
  })
}

function bucketOf({ env }: Ctx, client: string): number {
  const digest = createHmac("sha256", subkey(env.key, "repair miss")).update(client, "utf8").digest()
  return digest.readUInt32BE() % buckets
}
