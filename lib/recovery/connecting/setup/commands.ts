import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { findConnectingSetup } from "@/lib/recovery/connecting/setup/queries"
import type { SaveConnectingSetup } from "@/lib/recovery/connecting/setup/schema"

export function saveConnectingSetup(ctx: Ctx, input: SaveConnectingSetup): Promise<null> {
  return write(ctx, "environments:manage", async (tx) => {
    const environmentId = ctx.environment.id
    const before = await findConnectingSetup(ctx)
    const data = { ...input, changedAt: ctx.now() }
    await tx.connectingSetup.upsert({ where: { environmentId }, create: { environmentId, ...data }, update: data })
    const entry = { action: "connecting.set-up", entity: "environment", entityId: ctx.environment.slug }
    return { result: null, audit: { ...entry, before, after: input } }
  })
}
