import type { Ctx } from "@/lib/ctx"
import { may, read } from "@/lib/db"
import { findSource } from "@/lib/directory/source/queries"
import { nextRunAt } from "@/lib/directory/source/rules"
import { type SourceRunView, type SourceState, sourceProblems } from "@/lib/directory/source/schema"

/** All that a page says of the source, and what the member may do with it. */
export async function getSourceState(ctx: Ctx): Promise<SourceState> {
  const source = await findSource(ctx)
  const runs = await listSourceRuns(ctx)
  const nextAt = source && nextRunAt(source.everyHours, runs[0]?.requestedAt ?? null, ctx.now())
  return { source, runs, nextAt, may: { setUp: may(ctx, "environments:manage"), run: may(ctx, "directory:import") } }
}

const shownRuns = 10

/** The newest first, each with what came of it. */
export function listSourceRuns(ctx: Ctx): Promise<SourceRunView[]> {
  const environmentId = ctx.environment.id
  return read(ctx, "directory:read", async (db) => {
    const runs = await db.directorySourceRun.findMany({
      where: { environmentId },
      orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
      take: shownRuns,
    })
    const importIds = runs.flatMap(({ importId }) => importId ?? [])
    const memberIds = runs.flatMap(({ requestedBy }) => requestedBy ?? [])
    const [imports, members] = [
      await db.directoryImport.findMany({ where: { environmentId, id: { in: importIds } }, select: counts }),
      await db.member.findMany({ where: { id: { in: memberIds } }, select: { id: true, name: true } }),
    ]
    const mayDetail = may(ctx, "environments:manage")
    return runs.map((run) => ({
      ...{ id: run.id, state: toState(run.state), requestedAt: run.requestedAt, finishedAt: run.finishedAt },
      requestedBy: members.find(({ id }) => id === run.requestedBy)?.name ?? null,
      ...{ byPerson: run.requestedBy !== null, superuser: run.superuser },
      counts: toCounts(imports.find(({ id }) => id === run.importId)),
      problem: run.problem === null ? null : (sourceProblems.find((one) => one === run.problem) ?? "statement"),
      detail: mayDetail ? run.detail : null,
    }))
  })
}

const counts = { id: true, rows: true, imported: true, unchanged: true, refused: true, removed: true } as const

function toCounts(found: (SourceRunView["counts"] & { id: string }) | undefined): SourceRunView["counts"] {
  if (!found) return null
  const { id: _, ...rest } = found
  return rest
}

const states = ["queued", "running", "done", "failed"] as const
const toState = (state: string): SourceRunView["state"] => states.find((one) => one === state) ?? "failed"
