import { createHmac } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import type { Tx } from "@/lib/db"
import { mostOfAddress, mostOfClient, type Presses, pressWaitSeconds, pressWindowMs } from "@/lib/recovery/visits/rules"
import { subkey } from "@/lib/seal"

/** In seconds, how long to wait before this press may count; both counters are keyed hashes of no environment. */
export async function countPress(
  tx: Tx,
  ctx: Ctx,
  { addressId, client }: { addressId: string; client: string },
): Promise<number> {
  const key = subkey(ctx.env.key, "repair client")
  const hash = (text: string) => createHmac("sha256", key).update(text, "utf8").digest("hex")
  const now = ctx.now()
  const over = new Date(now.getTime() - pressWindowMs)
  const [ofAddress, ofClient] = [hash(`address ${addressId}`), hash(`client ${client}`)]
  const rows = await tx.$queryRaw<(Presses & { client: string })[]>`
    INSERT INTO repair_client AS known (client, since, presses)
    SELECT decode(one, 'hex'), ${now}, 1 FROM unnest(${[ofAddress, ofClient].toSorted()}::text[]) AS one
    ON CONFLICT (client) DO UPDATE SET since = CASE WHEN known.since <= ${over} THEN excluded.since ELSE known.since END,
      presses = CASE WHEN known.since <= ${over} THEN 1 ELSE known.presses + 1 END
    RETURNING encode(client, 'hex') AS client, since, presses`
  const waits = rows.map((row) => pressWaitSeconds(row, row.client === ofAddress ? mostOfAddress : mostOfClient, now))
  return Math.max(0, ...waits)
}
