import type { Ctx } from "@/lib/ctx"
import { record, type Tx } from "@/lib/db"
import { forgetLinks } from "@/lib/directory/blanking/commands"
import { countDirectory, enterDirectory } from "@/lib/directory/engine/staging/commands"
import { blankPlans } from "@/lib/duplicates/plans/blanking/commands"
import { getEnvironment } from "@/lib/environments/queries"
import { enterMirror } from "@/lib/mirror/rows/commands"
import { blankLateNotes, blankNotes } from "@/lib/notes/blanking/commands"
import { blankDecisions } from "@/lib/orphans/blanking/commands"
import { dayMs } from "@/lib/time"

const linksAtOnce = 500

/**
 * What is personal of links that are gone for longer than the environment keeps it goes, wherever it is kept; that they were here, and
 * when they went, stays. Answers how many. One that comes back is filled again by the mirror.
 */
export async function blankRemoved(ctx: Ctx, { signal }: { signal: AbortSignal }): Promise<number> {
  const { personalDays } = await getEnvironment(ctx, ctx.environment.slug)
  const before = new Date(ctx.now().getTime() - personalDays * dayMs)
  let blanked = 0
  for (;;) {
    signal.throwIfAborted()
    const links = await record(ctx, "mirror:write", async (tx) => ({ result: await blankStretch(tx, ctx, before) }))
    blanked += links
    if (links < linksAtOnce) break
  }
  await record(ctx, "mirror:write", async (tx) => ({ result: await blankLateNotes(tx, ctx.environment.id, before) }))
  return blanked
}

async function blankStretch(tx: Tx, ctx: Ctx, before: Date): Promise<number> {
  const environmentId = ctx.environment.id
  await enterDirectory(tx, environmentId)
  await enterMirror(tx, { environmentId, sweep: false })
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM link WHERE environment_id = ${environmentId} AND removed_at IS NOT NULL AND id IN (
      SELECT id FROM link WHERE environment_id = ${environmentId} AND removed_at < ${before}::timestamptz AND blanked_at IS NULL
      ORDER BY removed_at, id LIMIT ${linksAtOnce})
    ORDER BY id FOR UPDATE`
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return 0
  await tx.$executeRaw`
    UPDATE link SET external_id = NULL, institution_user_id = NULL, created_by = NULL, extra = '{}', digest = NULL,
      blanked_at = ${ctx.now()}::timestamptz
    WHERE environment_id = ${environmentId} AND id = ANY (${ids}::uuid[])`
  await blankNotes(tx, environmentId, ids)
  await blankDecisions(tx, environmentId, ids)
  await blankPlans(tx, environmentId, ids)
  // In the same transaction: a worker that is stopped between two stretches leaves no count behind that is not true.
  if (await forgetLinks(tx, environmentId, ids)) await countDirectory(tx, environmentId, ctx.now())
  return ids.length
}
