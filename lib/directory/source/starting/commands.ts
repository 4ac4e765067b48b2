import type { Ctx } from "@/lib/ctx"
import { record, type Tx, write } from "@/lib/db"
import { findSourceRow } from "@/lib/directory/source/queries"
import { deadAfterMs, isDue } from "@/lib/directory/source/rules"
import { runSourceJob } from "@/lib/directory/source/runs/jobs"
import { conflict, notFound } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"

/** Reads the source now. Throws NOT_FOUND where none is set up, CONFLICT where it is being read. */
export function requestSourceRun(ctx: Ctx): Promise<{ runId: string }> {
  return write(ctx, "directory:import", async (tx) => {
    if (!(await findSourceRow(ctx))) throw notFound()
    const requestedBy = ctx.actor.kind === "member" ? ctx.actor.id : null
    const runId = await start(tx, ctx, requestedBy)
    if (runId === null) throw conflict("sourceRunUnderway")
    const audit = { action: "directory.source-run", entity: "directory-source", entityId: ctx.environment.slug }
    return { result: { runId }, audit }
  })
}

/** Where its hours have passed since the last run. Answers whether one was begun. */
export function startDueSource(ctx: Ctx): Promise<boolean> {
  return record(ctx, "directory:write", async (tx) => {
    await giveUpDead(tx, ctx)
    const source = await findSourceRow(ctx)
    if (!source) return { result: false }
    const last = await tx.directorySourceRun.findFirst({
      where: { environmentId: ctx.environment.id },
      select: { requestedAt: true },
      orderBy: { requestedAt: "desc" },
    })
    const due = isDue(source.everyHours, last?.requestedAt ?? null, ctx.now())
    return { result: due && (await start(tx, ctx, null)) !== null }
  })
}

/** Null where one waits or runs already. */
async function start(tx: Tx, ctx: Ctx, requestedBy: string | null): Promise<string | null> {
  const environmentId = ctx.environment.id
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO directory_source_run (environment_id, state, requested_at, requested_by)
    VALUES (${environmentId}, 'queued', ${ctx.now()}::timestamptz, ${requestedBy}::uuid)
    ON CONFLICT DO NOTHING RETURNING id::text`
  if (row) await enqueue(tx, runSourceJob, { runId: row.id })
  return row?.id ?? null
}

/** What no worker has ended in all the time that it may take was given up by all of them. */
async function giveUpDead(tx: Tx, ctx: Ctx): Promise<void> {
  await tx.directorySourceRun.updateMany({
    where: {
      ...{ environmentId: ctx.environment.id, state: { in: ["queued", "running"] } },
      requestedAt: { lt: new Date(ctx.now().getTime() - deadAfterMs) },
    },
    data: { state: "failed", problem: "abandoned", finishedAt: ctx.now() },
  })
}
