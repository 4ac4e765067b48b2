import type { Ctx } from "@/lib/ctx"
import { read, record } from "@/lib/db"
import type { Outcome } from "@/lib/directory/engine/commands"
import { importRows } from "@/lib/directory/importing/commands"
import { type FoundRow, importModes } from "@/lib/directory/schema"
import { getSurroundings } from "@/lib/directory/source/connecting/queries"
import { SourceFailed } from "@/lib/directory/source/failing/commands"
import { findConnection, findSourceRow } from "@/lib/directory/source/queries"
import { type OpenSource, withSource } from "@/lib/directory/source/reading/commands"
import type { SourceProblem, SourceRunPayload } from "@/lib/directory/source/schema"
import { AppError } from "@/lib/errors"

/**
 * Reads the source into the directory, in one import. What is wrong with the source ends the run and says so; anything else is
 * thrown, and the run goes on when it is tried again.
 */
export async function runSource(ctx: Ctx, { runId }: SourceRunPayload): Promise<void> {
  const run = await begin(ctx, runId)
  if (!run) return
  try {
    const { asked, mode } = await findAsked(ctx)
    await withSource(await getSurroundings(ctx), asked, async (source) => {
      const outcome = await importRows(ctx, {
        ...{ source: "sql", mode, badRows: "skip", memberId: run.requestedBy },
        feed: { rows: numbered(source.rows) },
      })
      await end(ctx, runId, { ...endOf(outcome), superuser: source.superuser })
    })
  } catch (error) {
    const problem = problemOf(error)
    if (!problem) throw error
    await end(ctx, runId, { state: "failed", problem })
  }
}

type Run = { requestedBy: string | null }

/** Null where it has ended meanwhile. One that is running was cut off, and is begun anew. */
function begin(ctx: Ctx, id: string): Promise<Run | null> {
  return record(ctx, "directory:write", async (tx) => {
    const where = { environmentId: ctx.environment.id, id, state: { in: ["queued", "running"] } }
    const { count } = await tx.directorySourceRun.updateMany({
      where,
      data: { state: "running", startedAt: ctx.now() },
    })
    return {
      result: count === 0 ? null : await tx.directorySourceRun.findFirst({ where, select: { requestedBy: true } }),
    }
  })
}

/** As it is set up now, not as it was when the run was asked for. */
function findAsked(ctx: Ctx) {
  return read(ctx, "directory:read", async () => {
    const [source, connection] = [await findSourceRow(ctx), await findConnection(ctx)]
    if (!source || !connection) throw new SourceFailed("noSource")
    const mode = importModes.find((one) => one === source.mode) ?? "add"
    return { asked: { connection, statement: source.statement }, mode }
  })
}

async function* numbered(batches: OpenSource["rows"]): AsyncGenerator<FoundRow[]> {
  let line = 0
  for await (const batch of batches) yield batch.map((row) => ({ ...row, line: ++line }))
}

type End = { state: "done" | "failed"; problem?: SourceProblem; importId?: string; superuser?: boolean }

function endOf(outcome: Outcome & { importId: string }): End {
  const { importId, state } = outcome
  if (state !== "failed") return { state: "done", importId }
  const kind = outcome.failure === "empty" || outcome.failure === "tooManyRows" ? outcome.failure : "abandoned"
  return { state: "failed", importId, problem: { kind, detail: null, message: null } }
}

function problemOf(error: unknown): SourceProblem | null {
  if (error instanceof SourceFailed) return error.problem
  const isSealed = error instanceof AppError && error.key === "secretDoesNotOpen"
  return isSealed ? { kind: "keyDoesNotOpen", detail: null, message: null } : null
}

/** PostgreSQL's own words are not kept: they may quote a row. */
function end(ctx: Ctx, id: string, { state, problem, importId, superuser }: End): Promise<void> {
  return record(ctx, "directory:write", async (tx) => {
    await tx.directorySourceRun.updateMany({
      where: { environmentId: ctx.environment.id, id, state: "running" },
      data: {
        ...{ state, finishedAt: ctx.now(), problem: problem?.kind ?? null, detail: problem?.detail ?? null },
        ...{ importId: importId ?? null, superuser: superuser ?? false },
      },
    })
    return { result: undefined }
  })
}
