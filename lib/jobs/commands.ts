import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { conflict, notFound } from "@/lib/errors"
import { retryFailed } from "@/lib/jobs/boss"
import { scopesOf } from "@/lib/jobs/queries"
import type { RetrySelection } from "@/lib/jobs/schema"

export type Retried = {
  retried: number
  /** The same work waits, runs or is retried already. */
  folded: number
}

/** Has failed jobs run once more. Throws NOT_FOUND where none of them is here, CONFLICT where others failed meanwhile. */
export function retryJobs(ctx: Ctx, selection: RetrySelection): Promise<Retried> {
  return write(ctx, "sync:run", async (tx) => {
    const failed = await listFailed(tx, ctx, selection)
    if ("jobIds" in selection && failed.length === 0) throw notFound()
    if ("expectedCount" in selection && failed.length !== selection.expectedCount) {
      throw conflict("jobsChanged", { expected: selection.expectedCount, matched: failed.length })
    }
    const wanted = Map.groupBy(
      failed.filter(({ folds }) => !folds),
      ({ name }) => name,
    )
    let retried = 0
    for (const [name, jobs] of wanted)
      retried += await retryFailed(
        tx,
        name,
        jobs.map(({ id }) => id),
      )
    const result = { retried, folded: failed.length - retried }
    const after = { ...selection, ...result, names: [...wanted.keys()] }
    return { result, audit: { action: "jobs.retried", entity: "job", entityId: "", after } }
  })
}

type Failed = { id: string; name: string; folds: boolean }

/** A folding queue takes one of a kind: the newest, and none where the same is queued already. */
function listFailed(tx: Tx, ctx: Ctx, selection: RetrySelection): Promise<Failed[]> {
  const ids = "jobIds" in selection ? selection.jobIds : null
  const before = "jobIds" in selection ? null : selection.allFailedBefore
  return tx.$queryRaw<Failed[]>`
    SELECT j.id::text, j.name, j.policy <> 'standard' AND (
        row_number() OVER (PARTITION BY j.name, coalesce(j.singleton_key, '') ORDER BY j.completed_on DESC, j.id) > 1
        OR EXISTS (SELECT FROM pgboss.job q WHERE q.name = j.name AND q.state <= 'active' AND coalesce(q.singleton_key, '') = coalesce(j.singleton_key, ''))
      ) AS folds
    FROM pgboss.job j
    WHERE j.state = 'failed' AND coalesce((j.data ->> 'environmentId')::integer, 0) = ANY(${scopesOf(ctx)}::integer[])
      AND (${ids}::uuid[] IS NULL OR j.id = ANY(${ids}::uuid[]))
      AND (${before}::timestamptz IS NULL OR j.completed_on <= ${before}::timestamptz)`
}
