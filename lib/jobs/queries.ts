import type { Ctx } from "@/lib/ctx"
import { may, read } from "@/lib/db"
import { failureOf, type JobFailure } from "@/lib/jobs/rules"

export type QueueRow = {
  name: string
  /** Could run now, and does not yet. */
  waiting: number
  /** To be run at a later moment; after a failure, or because it was asked for so. */
  later: number
  running: number
  failed: number
  /** Since when the oldest of those waiting could run. */
  waitingSince: Date | null
  /** When one of them last ended well. */
  doneAt: Date | null
}
export type FailedJob = {
  id: string
  name: string
  /** `failed` for good, or `retry`: it is tried again by itself. */
  state: "failed" | "retry"
  attempts: number
  failedAt: Date | null
  /** Of one that is tried again. */
  nextAt: Date | null
  failure: JobFailure | null
  /** One of the same kind has ended well since. */
  doneSince: boolean
  /** Of the whole installation, and not of this environment. */
  ofInstallation: boolean
}
export type JobsPage = { queues: readonly QueueRow[]; failures: readonly FailedJob[]; failed: number }

const failuresShown = 100

/**
 * The environment's jobs, and to administrators those of the installation. pg-boss's own functions count over all environments and
 * can neither filter by state nor limit, so these two questions go to its table.
 */
export function listJobs(ctx: Ctx): Promise<JobsPage> {
  const scopes = scopesOf(ctx)
  return read(ctx, "sync:run", async (db) => {
    const queues = await db.$queryRaw<QueueRow[]>`
      SELECT name,
        (count(*) FILTER (WHERE state IN ('created', 'retry') AND start_after <= now()))::integer AS waiting,
        (count(*) FILTER (WHERE state IN ('created', 'retry') AND start_after > now()))::integer AS later,
        (count(*) FILTER (WHERE state = 'active'))::integer AS running,
        (count(*) FILTER (WHERE state = 'failed'))::integer AS failed,
        min(greatest(created_on, start_after)) FILTER (WHERE state IN ('created', 'retry') AND start_after <= now()) AS "waitingSince",
        max(completed_on) FILTER (WHERE state = 'completed') AS "doneAt"
      FROM pgboss.job WHERE coalesce((data ->> 'environmentId')::integer, 0) = ANY(${scopes}::integer[])
        AND NOT starts_with(name, '__pgboss')
      GROUP BY name ORDER BY name`
    const failures = await db.$queryRaw<(Omit<FailedJob, "failure"> & { output: unknown })[]>`
      SELECT j.id::text, j.name, j.state::text AS state, j.retry_count + CASE WHEN j.state = 'failed' THEN 1 ELSE 0 END AS attempts,
        coalesce(j.completed_on, j.started_on) AS "failedAt", CASE WHEN j.state = 'retry' THEN j.start_after END AS "nextAt", j.output,
        EXISTS (SELECT FROM pgboss.job d WHERE d.name = j.name AND d.state = 'completed' AND d.completed_on > coalesce(j.completed_on, j.started_on)
                AND coalesce(d.singleton_key, '') = coalesce(j.singleton_key, '')) AS "doneSince",
        coalesce((j.data ->> 'environmentId')::integer, 0) = 0 AS "ofInstallation"
      FROM pgboss.job j
      WHERE coalesce((j.data ->> 'environmentId')::integer, 0) = ANY(${scopes}::integer[])
        AND (j.state = 'failed' OR (j.state = 'retry' AND j.output IS NOT NULL))
      ORDER BY coalesce(j.completed_on, j.started_on) DESC NULLS LAST, j.id LIMIT ${failuresShown}`
    return {
      queues,
      failures: failures.map(({ output, ...job }) => ({ ...job, failure: failureOf(output) })),
      failed: queues.reduce((sum, { failed }) => sum + failed, 0),
    }
  })
}

/** Whose jobs may be seen and retried: 0 is the installation. */
export const scopesOf = (ctx: Ctx): number[] =>
  may(ctx, "environments:manage") ? [ctx.environment.id, 0] : [ctx.environment.id]
