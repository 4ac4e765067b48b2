import type { Ctx } from "@/lib/ctx"
import { record, type Tx } from "@/lib/db"
import type { Change, CountDelta } from "@/lib/history/rules"
import { addDays, type Day, startOfDay, toDay } from "@/lib/time"

/** `causeId` is the row that is the evidence: a sweep run, a webhook, a session. */
export type LinkEvent = Change & {
  linkId: string
  institution: string
  causeId: string | null
  requestId: string | null
}
export type Observation = { environmentId: number; at: Date; cause: string }

/** Part of the transaction that changes the links. Personal values in `events` come as hashes already. */
export async function appendEvents(tx: Tx, observed: Observation, events: readonly LinkEvent[]): Promise<void> {
  const [first] = events
  if (!first) return
  const { environmentId, at, cause } = observed
  // Most often all have one evidence, which is then sent once.
  const isShared = events.every(({ causeId, requestId }) => causeId === first.causeId && requestId === first.requestId)
  const { causeId, requestId } = isShared ? first : { causeId: null, requestId: null }
  const rows = isShared ? events.map(({ causeId: _, requestId: __, ...event }) => event) : events
  await tx.$executeRaw`
    INSERT INTO link_event (environment_id, at, link_id, kind, before, after, institution, cause, cause_id, request_id)
    SELECT ${environmentId}, ${at}::timestamptz, e."linkId", e.kind, e.before, e.after, e.institution, ${cause},
      coalesce(e."causeId", ${causeId}), coalesce(e."requestId", ${requestId})
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS e ("linkId" uuid, kind text, before text, after text, institution text, "causeId" text, "requestId" text)`
}

/** Appended, never added to a row: one hot row a cell would make sweeps and webhooks wait for each other. */
export async function appendCounts(tx: Tx, environmentId: number, deltas: readonly CountDelta[]): Promise<void> {
  if (deltas.length === 0) return
  await tx.$executeRaw`
    INSERT INTO link_count_delta (environment_id, day, institution, access_mode, status, delta)
    SELECT ${environmentId}, d.day, d.institution, d."accessMode", d.status, d.delta
    FROM jsonb_to_recordset(${JSON.stringify(deltas)}::jsonb)
      AS d (day date, institution text, "accessMode" text, status text, delta integer)`
}

/** A day with a completed sweep; any other day is a gap in what is drawn over time. */
export async function recordDay(tx: Tx, environmentId: number, day: Day): Promise<void> {
  await tx.recordedDay.createMany({ data: [{ environmentId, day: startOfDay(day) }], skipDuplicates: true })
}

export type FoldCounts = { days?: number | undefined }

/** One row a cell and day, in place of many; only the last `days` where given. Answers how many rows it took away. */
export function foldCounts(ctx: Ctx, { days }: FoldCounts): Promise<number> {
  const since = days === undefined ? "0001-01-01" : addDays(toDay(ctx.now()), -days)
  return record(ctx, "housekeeping", async (tx) => {
    const [row] = await tx.$queryRaw<{ fewer: number }[]>`
      WITH crowded AS (
        SELECT day, institution, access_mode, status FROM link_count_delta
        WHERE environment_id = ${ctx.environment.id} AND day >= ${since}::date
        GROUP BY day, institution, access_mode, status HAVING count(*) > 1 OR sum(delta) = 0
      ), taken AS (
        DELETE FROM link_count_delta d USING crowded c
        WHERE d.environment_id = ${ctx.environment.id} AND d.day = c.day
          AND (d.institution, d.access_mode, d.status) = (c.institution, c.access_mode, c.status)
        RETURNING d.*
      ), folded AS (
        INSERT INTO link_count_delta (environment_id, day, institution, access_mode, status, delta)
        SELECT environment_id, day, institution, access_mode, status, sum(delta) FROM taken
        GROUP BY environment_id, day, institution, access_mode, status HAVING sum(delta) <> 0
        RETURNING 1
      )
      SELECT ((SELECT count(*) FROM taken) - (SELECT count(*) FROM folded))::integer AS fewer`
    return { result: row?.fewer ?? 0 }
  })
}

/** Partitions for the months to come, so that no event lands in the rest. Answers how many were made. */
export function makeMonths(ctx: Ctx): Promise<number> {
  const today = toDay(ctx.now())
  return record(ctx, "housekeeping", async (tx) => {
    const [row] = await tx.$queryRaw<{ made: number }[]>`
      SELECT make_link_event_months(${today}::date, ${addDays(today, 92)}::date) AS made`
    return { result: row?.made ?? 0 }
  })
}
