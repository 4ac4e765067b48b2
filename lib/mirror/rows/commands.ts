import type { Tx } from "@/lib/db"
import { linksOfLogin } from "@/lib/links/logins/queries"
import type { HeldRow, Sheet } from "@/lib/mirror/rows/rules"
import { Prisma } from "@/prisma/generated/client"

/** One observation of several links: `sweep` where it is a page of a sweep, which leaves unchanged rows alone; `runId` is one whose windows do not overlap. */
export type Seen = { environmentId: number; observedAt: Date; sweep: boolean; runId: string | null }

// Any number; only that nobody else uses it.
const writersLock = 40_127

/**
 * Single reads write side by side; a sweep's page has the mirror for itself, so that its rows and the record of what it
 * saw become visible together and an older read can never slip in between.
 */
export async function enterMirror(tx: Tx, { environmentId, sweep }: Pick<Seen, "environmentId" | "sweep">) {
  await (sweep
    ? tx.$queryRaw`SELECT pg_advisory_xact_lock(${writersLock}::integer, ${environmentId}::integer)::text`
    : tx.$queryRaw`SELECT pg_advisory_xact_lock_shared(${writersLock}::integer, ${environmentId}::integer)::text`)
}

/**
 * Those of a sweep's page that are new, or not as the mirror has them: what remains is left alone, and was compared by 16 bytes a
 * link. May hold a link that is not different after all, never leave out one that is.
 */
export async function findUnlike(tx: Tx, { environmentId }: Seen, sheet: Sheet): Promise<Set<string>> {
  const [ids, digests] = [toArray(sheet.map(({ id }) => id)), toArray(sheet.map(({ digest }) => digest))]
  const unlike = await tx.$queryRaw<{ id: string }[]>`
    SELECT n.id::text FROM unnest(${ids}::uuid[], ${digests}::uuid[]) AS n (id, digest)
    -- LIMIT keeps it to one look-up a link: a table just loaded has no statistics that would speak for the index.
    LEFT JOIN LATERAL (
      SELECT id, digest, removed_at FROM link WHERE environment_id = ${environmentId} AND id = n.id LIMIT 1
    ) l ON true
    WHERE l.id IS NULL OR l.removed_at IS NOT NULL OR l.digest IS DISTINCT FROM n.digest`
  return new Set(unlike.map(({ id }) => id))
}

/** `alone`: of those that were added, the ones whose login no other link has. */
export type Inserted = { ids: readonly string[]; alone: ReadonlySet<string> }

/** `rows` are of `toRow`, sorted by id; `repeated`, logins that more than one of them has. */
export type Missing = { rows: readonly string[]; repeated: readonly string[] }

/**
 * Adds the links that the mirror does not have. A row that is added as the duplicate that it is need not be written a second time by
 * whoever keeps the groups.
 */
export async function insertMissing(tx: Tx, seen: Seen, { rows, repeated }: Missing): Promise<Inserted> {
  const { environmentId, observedAt } = seen
  const others = linksOfLogin(environmentId, { institution: "n.institution", login: "n.institution_user_id" })
  // One text in place of a thousand rows, which cost more to read.
  const [inserted] = await tx.$queryRaw<{ ids: string; alone: string }[]>`
    WITH added AS (
      INSERT INTO link (environment_id, id, institution, access_mode, status, refresh_rate, created_by, last_accessed_at, external_id,
        created_at, institution_user_id, credentials_storage, stale_in, fetch_resources, extra, status_since, refresh_due_at, digest,
        first_seen_at, observed_at, duplicate)
      SELECT ${environmentId}, n.*, ${observedAt}::timestamptz, ${observedAt}::timestamptz, n.institution_user_id IS NOT NULL AND (
        n.institution_user_id = ANY (${[...repeated]}::text[]) OR EXISTS (SELECT FROM ${others} AS other WHERE removed_at IS NULL))
      FROM ${recordset(rows)}
      WHERE ${isNews(seen, "n")}
      ORDER BY n.id
      ON CONFLICT DO NOTHING
      RETURNING id, duplicate
    )
    SELECT coalesce(array_agg(id), '{}')::text AS ids, coalesce(array_agg(id) FILTER (WHERE NOT duplicate), '{}')::text AS alone
    FROM added`
  return { ids: fromArray(inserted?.ids), alone: new Set(fromArray(inserted?.alone)) }
}

/**
 * Locks, by id, the rows that are older than the observation and differ from it; for single reads also those that do not,
 * since these at least become newer. A row that a concurrent writer changed meanwhile is judged anew before it is locked.
 */
export function lockChanged(tx: Tx, seen: Seen, rows: readonly string[]): Promise<HeldRow[]> {
  const { environmentId, observedAt, sweep } = seen
  const isOlder = Prisma.sql`l.observed_at < ${observedAt}::timestamptz`
  // One look-up a link, in the order of `rows`, as in `findUnlike`.
  return tx.$queryRaw<HeldRow[]>`
    SELECT held.* FROM ${recordset(rows)} CROSS JOIN LATERAL (
      SELECT ${heldColumns}, ${differs} AS differs FROM link l
      WHERE l.environment_id = ${environmentId} AND l.id = n.id AND l.observed_at <= ${observedAt}::timestamptz AND ${isNews(seen, "l")}
        AND (${differs} OR ${sweep ? Prisma.sql`false` : isOlder})
      LIMIT 1 FOR UPDATE
    ) held`
}

/** Rows that `lockChanged` holds. */
export async function updateLocked(tx: Tx, seen: Seen, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return
  await tx.$executeRaw`
    UPDATE link l SET institution = n.institution, access_mode = n.access_mode, status = n.status, refresh_rate = n.refresh_rate,
      created_by = n.created_by, last_accessed_at = n.last_accessed_at, external_id = n.external_id, created_at = n.created_at,
      institution_user_id = n.institution_user_id, credentials_storage = n.credentials_storage, stale_in = n.stale_in,
      fetch_resources = n.fetch_resources, extra = n.extra, status_since = n.status_since, refresh_due_at = n.refresh_due_at,
      digest = n.digest, observed_at = ${seen.observedAt}::timestamptz, removed_at = NULL, blanked_at = NULL
    FROM ${recordset(rows)}
    WHERE l.environment_id = ${seen.environmentId} AND l.id = n.id`
}

/**
 * Of rows that say what Belvo says, though not in its words: they are known by these from now on. It was other words where another
 * kind of answer was stored, or where Belvo writes its links in another way since.
 */
export async function keepWords(tx: Tx, { environmentId, sweep }: Seen, rows: readonly string[]): Promise<void> {
  if (!sweep || rows.length === 0) return
  await tx.$executeRaw`
    UPDATE link l SET digest = n.digest FROM ${recordset(rows)}
    WHERE l.environment_id = ${environmentId} AND l.id = n.id AND l.digest IS DISTINCT FROM n.digest AND NOT ${differs}`
}

/** Locks, by id, the rows of these links that are present and older than the observation that they are gone. */
export function lockPresent(tx: Tx, seen: Seen, ids: readonly string[]): Promise<HeldRow[]> {
  const { environmentId, observedAt } = seen
  return tx.$queryRaw<HeldRow[]>`
    SELECT ${heldColumns}, true AS differs FROM link l
    WHERE l.environment_id = ${environmentId} AND l.id = ANY (${[...ids]}::uuid[]) AND l.removed_at IS NULL
      AND l.observed_at <= ${observedAt}::timestamptz AND ${isNews(seen, "l")}
    ORDER BY l.id FOR UPDATE OF l`
}

export async function markRemoved(tx: Tx, seen: Seen, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.$executeRaw`
    UPDATE link SET removed_at = ${seen.observedAt}::timestamptz, observed_at = ${seen.observedAt}::timestamptz, refresh_due_at = NULL
    WHERE environment_id = ${seen.environmentId} AND id = ANY (${[...ids]}::uuid[])`
}

const heldColumns = Prisma.sql`l.id::text, l.institution, l.access_mode AS "accessMode", l.status, l.refresh_rate AS "refreshRate",
  l.external_id AS "externalId", l.credentials_storage AS "credentialsStorage", l.institution_user_id AS "institutionUserId",
  l.status_since AS "statusSince", l.removed_at AS "removedAt", l.digest::text`

const differs = Prisma.sql`((l.institution, l.access_mode, l.status, l.refresh_rate, l.created_by, l.last_accessed_at, l.external_id,
  l.created_at, l.institution_user_id, l.credentials_storage, l.stale_in, l.fetch_resources, l.extra)
  IS DISTINCT FROM (n.institution, n.access_mode, n.status, n.refresh_rate, n.created_by, n.last_accessed_at, n.external_id,
  n.created_at, n.institution_user_id, n.credentials_storage, n.stale_in, n.fetch_resources, n.extra) OR l.removed_at IS NOT NULL)`

/**
 * Sweeps leave unchanged rows alone, so a row's own `observed_at` does not say all: nothing may be applied that was seen
 * before the last completed full sweep began, or before a page that has this link, of any sweep but `runId`.
 */
function isNews({ environmentId, observedAt, runId }: Seen, row: "l" | "n"): Prisma.Sql {
  const id = Prisma.raw(`${row}.id`)
  return Prisma.sql`(
    ${observedAt}::timestamptz >= coalesce((SELECT started_at FROM sweep_run
      WHERE environment_id = ${environmentId} AND kind = 'full' AND state = 'completed' ORDER BY created_at DESC LIMIT 1), '-infinity')
    AND NOT EXISTS (SELECT FROM sweep_page p
      WHERE p.environment_id = ${environmentId} AND p.observed_at > ${observedAt}::timestamptz
        AND p.run_id IS DISTINCT FROM ${runId}::uuid AND ${id} = ANY (p.ids)))`
}

const recordset = (
  rows: readonly string[],
): Prisma.Sql => Prisma.sql`json_to_recordset(${`[${rows.join(",")}]`}::json) AS n (
  id uuid, institution text, access_mode text, status text, refresh_rate text, created_by uuid, last_accessed_at timestamptz,
  external_id text, created_at timestamptz, institution_user_id text, credentials_storage text, stale_in text,
  fetch_resources text[], extra jsonb, status_since timestamptz, refresh_due_at timestamptz, digest uuid)`

/** Of UUIDs, which need no quotes, as PostgreSQL reads an array: one text is sent faster than a thousand. */
const toArray = (ids: readonly string[]): string => `{${ids.join(",")}}`
const fromArray = (text = "{}"): string[] => (text === "{}" ? [] : text.slice(1, -1).split(","))
