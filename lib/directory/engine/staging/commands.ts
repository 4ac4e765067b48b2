import type { Tx } from "@/lib/db"
import type { RowReason } from "@/lib/directory/schema"
import { directoryChanged } from "@/lib/jobs/announced"
import { enqueue } from "@/lib/jobs/boss"

export type StagedEntry = { line: number; externalId: string; linkId: string | null }
export type StagedRefusal = { line: number; reason: RowReason; value: string | null }
type Which = { environmentId: number; importId: string }

// Any number; only that nobody else uses it.
const changersLock = 40_129

/** Who changes entries has the environment's directory for itself until its transaction ends. */
export async function enterDirectory(tx: Tx, environmentId: number): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(${changersLock}::integer, ${environmentId}::integer)::text`
}

/** A table of this transaction, without indices and without a trace in the log. */
export async function openStage(tx: Tx): Promise<void> {
  await tx.$executeRaw`DROP TABLE IF EXISTS pg_temp.directory_staged`
  await tx.$executeRaw`
    CREATE TEMPORARY TABLE directory_staged (line integer NOT NULL, external_id text COLLATE "C" NOT NULL, link_id uuid) ON COMMIT DROP`
}

/** No value holds a control character, so one of them can stand between values: a list is then read by the server alone. */
const between = "\u0001"

export async function stage(tx: Tx, entries: readonly StagedEntry[]): Promise<void> {
  if (entries.length === 0) return
  const lines = entries.map(({ line }) => line).join(between)
  const externalIds = entries.map(({ externalId }) => externalId).join(between)
  const linkIds = entries.map(({ linkId }) => linkId ?? "").join(between)
  await tx.$executeRaw`
    INSERT INTO pg_temp.directory_staged (line, external_id, link_id)
    SELECT * FROM unnest(string_to_array(${lines}, ${between})::integer[], string_to_array(${externalIds}, ${between}),
      string_to_array(${linkIds}, ${between}, '')::uuid[])`
}

export async function keepRefusals(tx: Tx, { environmentId, importId }: Which, refusals: readonly StagedRefusal[]) {
  if (refusals.length === 0) return
  await tx.$executeRaw`
    INSERT INTO directory_refusal (environment_id, import_id, line, reason, value)
    SELECT ${environmentId}, ${importId}::uuid, r.line, r.reason, r.value
    FROM jsonb_to_recordset(${JSON.stringify(refusals)}::jsonb) AS r (line integer, reason text, value text)`
}

/** Takes out what is not among the staged rows; answers how many went. */
export async function removeOthers(tx: Tx, { environmentId, importId }: Which): Promise<number> {
  await tx.$executeRaw`ANALYZE pg_temp.directory_staged`
  return tx.$executeRaw`
    UPDATE directory_entry e SET removed_by = ${importId}::uuid
    WHERE e.environment_id = ${environmentId} AND e.removed_by IS NULL AND NOT EXISTS (
      SELECT FROM pg_temp.directory_staged s
      -- Written so that it can be hashed, as IS NOT DISTINCT FROM can't.
      WHERE s.external_id = e.external_id
        AND coalesce(s.link_id, '00000000-0000-0000-0000-000000000000') = coalesce(e.link_id, '00000000-0000-0000-0000-000000000000'))`
}

/** Adds the staged rows that are new; answers how many were. */
export async function insertStaged(tx: Tx, { environmentId, importId }: Which): Promise<number> {
  const inserted = await tx.$executeRaw`
    INSERT INTO directory_entry (environment_id, import_id, line, external_id, link_id)
    SELECT ${environmentId}, ${importId}::uuid, line, external_id, link_id FROM pg_temp.directory_staged
    ON CONFLICT (environment_id, external_id, link_id) WHERE removed_by IS NULL DO NOTHING`
  await tx.$executeRaw`DROP TABLE pg_temp.directory_staged`
  return inserted
}

/** Anew, since an import or its undoing changed what there is; whose links they are is then judged anew, too. */
export async function countDirectory(tx: Tx, environmentId: number, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO directory_total (environment_id, users, links, counted_at, version)
    SELECT ${environmentId},
      (SELECT count(*) FROM (SELECT DISTINCT external_id FROM directory_entry WHERE environment_id = ${environmentId} AND removed_by IS NULL) u),
      (SELECT count(*) FROM (SELECT DISTINCT link_id FROM directory_entry
        WHERE environment_id = ${environmentId} AND link_id IS NOT NULL AND removed_by IS NULL) l),
      ${now}::timestamptz, 1
    ON CONFLICT (environment_id) DO UPDATE SET users = excluded.users, links = excluded.links, counted_at = excluded.counted_at,
      version = directory_total.version + 1`
  await enqueue(tx, directoryChanged, {})
}
