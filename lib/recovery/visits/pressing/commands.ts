import { createHmac } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import type { Tx } from "@/lib/db"
import {
  countsFor,
  mostOfAddress,
  mostOfClient,
  type Presses,
  pressWaitSeconds,
  pressWindowMs,
} from "@/lib/recovery/visits/rules"
import type { Visited } from "@/lib/recovery/visits/schema"
import { subkey } from "@/lib/seal"

type Press = { addressId: string; client: string }

/** In seconds, how long to wait before this press may count, which it does for its address at once. Both counters are keyed hashes of no environment. */
export async function countPress(tx: Tx, ctx: Ctx, press: Press): Promise<number> {
  const now = ctx.now()
  const { ofAddress, ofClient } = countersOf(ctx, press)
  const [known] = await tx.$queryRaw<Presses[]>`
    SELECT since, presses FROM repair_client WHERE client = decode(${ofClient}, 'hex') AND since > ${windowOf(ctx)}`
  const seconds = known ? pressWaitSeconds({ ...known, presses: known.presses + 1 }, mostOfClient, now) : 0
  if (seconds > 0) return seconds
  return pressWaitSeconds(await add(tx, ctx, ofAddress), mostOfAddress, now)
}

/** Once it is known what a press has come to. */
export async function settlePress(
  tx: Tx,
  ctx: Ctx,
  { kind, ...press }: Press & { kind: Visited["kind"] },
): Promise<void> {
  const { ofAddress, ofClient } = countersOf(ctx, press)
  const who = countsFor(kind)
  if (who === "both") await add(tx, ctx, ofClient)
  if (who === "nobody")
    await tx.$executeRaw`
      UPDATE repair_client SET presses = presses - 1 WHERE client = decode(${ofAddress}, 'hex') AND presses > 0`
}

async function add(tx: Tx, ctx: Ctx, counter: string): Promise<Presses> {
  const now = ctx.now()
  const over = windowOf(ctx)
  const [row] = await tx.$queryRaw<Presses[]>`
    INSERT INTO repair_client AS known (client, since, presses) VALUES (decode(${counter}, 'hex'), ${now}, 1)
    ON CONFLICT (client) DO UPDATE SET since = CASE WHEN known.since <= ${over} THEN excluded.since ELSE known.since END,
      presses = CASE WHEN known.since <= ${over} THEN 1 ELSE known.presses + 1 END
    RETURNING since, presses`
  return row ?? { since: now, presses: 1 }
}

const windowOf = (ctx: Ctx): Date => new Date(ctx.now().getTime() - pressWindowMs)

function countersOf(ctx: Ctx, { addressId, client }: Press) {
  const key = subkey(ctx.env.key, "repair client")
  const hash = (text: string) => createHmac("sha256", key).update(text, "utf8").digest("hex")
  return { ofAddress: hash(`address ${addressId}`), ofClient: hash(`client ${client}`) }
}
