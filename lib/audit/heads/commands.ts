import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"

/** The ends of this environment's chain and the installation's, to the log: a tail that is cut off later shows against it. */
export async function logAuditHeads(ctx: Ctx): Promise<void> {
  const heads = await read(ctx, "housekeeping", (db) => db.auditHead.findMany({ orderBy: { environmentId: "asc" } }))
  for (const { environmentId, count, hash } of heads) {
    const chain = environmentId === 0 ? "installation" : ctx.environment.slug
    ctx.log.info("audit head", { chain, count, hash: Buffer.from(hash).toString("hex") })
  }
}
