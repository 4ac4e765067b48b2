import type { z } from "zod"
import type { Ctx } from "@/lib/ctx"
import type { Permission } from "@/lib/permissions"

/**
 * How repeats of a job fold, per environment and `key`: `standard` not at all; `stately` one waits while one runs;
 * `exclusive` nothing is queued while one waits or runs.
 */
export type JobPolicy = "standard" | "stately" | "exclusive"

type Common = {
  /** Lower case with dashes. Its policy is fixed for good: a job that needs another one takes another name. */
  name: string
  policy: JobPolicy
  /** `environment`: runs in the environment of the transaction that enqueued it; a schedule runs it in every one. */
  scope: "environment" | "installation"
  permissions: readonly Permission[]
  /** Cron, in UTC. */
  schedule?: string
  /** How many of it one worker runs at the same time. */
  concurrency?: number
  /** How often a run is repeated that failed, or whose worker died; the delay doubles up to ten minutes unless it is `steady`. */
  retries: number
  retryDelaySeconds?: number
  steady?: true
  /** After this long it is taken for stuck and started again elsewhere. */
  longestMinutes?: number
}

/** `signal` fires when the worker is told to stop: a long job then ends at its next safe place by throwing. */
type Run<P> = (ctx: Ctx, payload: P, signal: AbortSignal) => Promise<unknown>

/** `Input` is what `enqueue` takes; what comes back from the queue is parsed again by the job's schema. */
export type Job<Input = never> = Common & {
  readonly handle: (ctx: Ctx, data: unknown, signal: AbortSignal) => Promise<unknown>
  /** Only carries the type. */
  readonly input?: (input: Input) => void
}

export function defineJob<S extends z.ZodType>({
  schema,
  run,
  ...job
}: Common & { schema: S; run: Run<z.output<S>> }): Job<z.input<S>> {
  return { ...job, handle: async (ctx, data, signal) => run(ctx, schema.parse(data), signal) }
}
