import type pg from "pg"
import { benchInstitutions, brokenInstitution } from "@/bench/institutions"
import { insertPast } from "@/bench/past"

export type Filling = {
  links: number
  present: Date
  /** A year of history in place of 90 days. */
  past: boolean
}

/**
 * Fills an empty mirror: three years of growth over a hundred institutions, one of which broke this morning, with the history of
 * the last 90 days. The same for the same number and moment. Indices are built after the rows, then everything is vacuumed.
 */
export async function fillMirror(client: pg.Client, filling: Filling): Promise<void> {
  await client.query("SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'; SET synchronous_commit = off")
  const indices = await dropIndices(client)
  await insertLinks(client, filling)
  if (filling.past) await insertPast(client, filling)
  for (const definition of indices) await client.query(definition)
  await client.query("ANALYZE link")
  if (!filling.past) await insertHistory(client, filling)
  await insertAround(client, filling)
  await insertGroups(client)
  await client.query(`VACUUM (ANALYZE) ${tables.join(", ")}`)
}

const tables = [
  ...["link", "link_kind", "link_place", "link_event", "link_count_delta"],
  ...["recorded_day", "institution", "sweep_run", "environment", "member", "duplicate_group"],
]

async function dropIndices(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index WHERE indrelid = 'link'::regclass AND NOT indisprimary ORDER BY 1`)
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`)
  return rows.map(({ definition }) => definition)
}

async function insertLinks(client: pg.Client, { links, present }: Filling): Promise<void> {
  const institutions = benchInstitutions()
  const thresholds = institutions.slice(0, -1).map(({ upTo }) => upTo)
  const names = institutions.map(({ name }) => name)
  await client.query(insertion, [links, present, thresholds, names])
}

/** A number from 0 to 1 that hangs on the row (or on what else is named) and on what it is drawn for. */
const drawn = (salt: number, of = "n"): string =>
  `((hashint8extended(${of}, ${salt}) & 9007199254740991)::float8 / 9007199254740992)`

// $1 how many, $2 the present, $3 and $4 the institutions: shares of all but the last added up, and names. OFFSET 0 keeps
// what was drawn from being drawn again for each use. Six in a hundred are twins: two links of one login, of one customer or of two.
const insertion = `INSERT INTO link (environment_id, id, institution, access_mode, status, refresh_rate, created_by, last_accessed_at, external_id,
    created_at, institution_user_id, credentials_storage, stale_in, fetch_resources, status_since, refresh_due_at, first_seen_at,
    observed_at, removed_at, duplicate, orphan)
  WITH paired AS (
    SELECT n, twin, CASE WHEN twin THEN n / 2 * 2 ELSE n END AS login, CASE WHEN twin AND ${drawn(17, "n / 2")} < 0.8 THEN n / 2 * 2 ELSE n END AS customer
    FROM (SELECT n, ${drawn(15, "n / 2")} < 0.0632 AND n / 2 * 2 > $1::bigint * 0.05 AND n / 2 * 2 < $1::bigint AS twin
      FROM generate_series(1, $1::bigint) AS n) AS drawn OFFSET 0
  ), placed AS (
    SELECT n, twin, login, customer, width_bucket(${drawn(1, "login")}, $3::float8[]) AS place,
      $2::timestamptz - interval '1095 days' * (1 - sqrt((n - ${drawn(2)}) / $1::float8)) AS created_at,
      ${drawn(3)} < 0.2 AS single, ${drawn(4)} AS rate_draw, ${drawn(5)} AS status_draw, ${drawn(6, "customer")} AS id_draw
    FROM paired OFFSET 0
  ), shaped AS (
    SELECT *, ($4::text[])[place + 1] AS institution,
      CASE WHEN single THEN NULL WHEN rate_draw < 0.6 THEN '7d' WHEN rate_draw < 0.9 THEN '24h' WHEN rate_draw < 0.97 THEN '30d'
        WHEN rate_draw < 0.99 THEN '12h' ELSE '6h' END AS refresh_rate,
      place = ${brokenInstitution} AND ${drawn(7)} < 0.7 AND created_at < $2::timestamptz - interval '1 day' AS broke
    FROM placed OFFSET 0
  ), judged AS (
    SELECT *, CASE WHEN broke THEN 'invalid' WHEN status_draw < 0.85 THEN 'valid' WHEN status_draw < 0.94 THEN 'invalid'
        WHEN status_draw < 0.97 THEN 'token_required' WHEN status_draw < 0.9999 THEN 'unconfirmed' ELSE 'on_hold' END AS status,
      CASE refresh_rate WHEN '7d' THEN interval '7 days' WHEN '24h' THEN interval '1 day' WHEN '30d' THEN interval '1 month'
        WHEN '12h' THEN interval '12 hours' WHEN '6h' THEN interval '6 hours' END AS refresh_every
    FROM shaped OFFSET 0
  ), dated AS (
    SELECT *, CASE WHEN broke THEN $2::timestamptz - interval '3 hours' + interval '2 hours' * ${drawn(8)}
        WHEN status = 'unconfirmed' THEN created_at + interval '1 minute'
        WHEN status = 'valid' AND ${drawn(9)} < 0.8 THEN created_at
        ELSE created_at + ($2::timestamptz - created_at) * ${drawn(10)} END AS status_since
    FROM judged OFFSET 0
  ), accessed AS (
    SELECT *, CASE WHEN status = 'unconfirmed' THEN NULL WHEN single THEN created_at + interval '20 seconds' * ${drawn(11)}
        WHEN status = 'valid' AND ${drawn(12)} < 0.996 THEN greatest(created_at, $2::timestamptz - refresh_every * ${drawn(11)})
        ELSE greatest(created_at, status_since - interval '1 day' * ${drawn(11)}) END AS last_accessed_at,
      CASE WHEN NOT twin AND ${drawn(13)} < 0.04 THEN status_since + ($2::timestamptz - status_since) * ${drawn(14)} END AS removed_at
    FROM dated OFFSET 0
  )
  SELECT (SELECT id FROM environment), md5('link ' || n)::uuid, institution, CASE WHEN single THEN 'single' ELSE 'recurrent' END,
    status, refresh_rate, '6e9be884-4781-4143-b673-aca02475ee8c', last_accessed_at,
    CASE WHEN id_draw < 0.08 THEN NULL WHEN id_draw < 0.1 THEN 'Cliente ' || customer WHEN id_draw < 0.15 THEN md5('customer ' || customer)
      ELSE 'usr_' || lpad((customer * 10 / 14)::text, 8, '0') END,
    created_at,
    CASE WHEN n > $1::bigint * 0.05
      THEN translate(encode(sha256(convert_to('person ' || login || institution, 'UTF8')), 'base64'), '+/', '-_') END,
    CASE WHEN single THEN '365d' ELSE 'store' END, CASE WHEN id_draw < 0.5 THEN '365d' END,
    CASE WHEN institution LIKE '%fiscal' THEN '{INVOICES,TAX_STATUS,TAX_RETURNS}'::text[] ELSE '{ACCOUNTS,OWNERS,TRANSACTIONS}' END,
    status_since, CASE WHEN removed_at IS NULL THEN last_accessed_at + refresh_every END, created_at, $2::timestamptz, removed_at,
    twin, removed_at IS NULL AND ${drawn(16)} < 0.1
  FROM accessed ORDER BY n`

/** What the overview and the timelines show. */
async function insertHistory(client: pg.Client, { present }: Filling): Promise<void> {
  await client.query(
    `INSERT INTO link_event (environment_id, at, link_id, kind, before, after, institution, cause)
    SELECT environment_id, status_since, id, 'status', CASE status WHEN 'valid' THEN 'invalid' ELSE 'valid' END, status, institution, 'sweep'
    FROM link WHERE status_since > $1::timestamptz - interval '90 days' AND status_since > created_at + interval '1 minute'`,
    [present],
  )
  await client.query(
    `INSERT INTO link_count_delta (environment_id, day, institution, access_mode, status, delta)
    SELECT environment_id, greatest(day, $1::timestamptz::date - 90), institution, access_mode, status, sum(delta) FROM (
      SELECT environment_id, created_at::date AS day, institution, access_mode, status, 1 AS delta FROM link
      UNION ALL
      SELECT environment_id, removed_at::date, institution, access_mode, status, -1 FROM link WHERE removed_at IS NOT NULL
    ) AS moves GROUP BY 1, 2, 3, 4, 5 HAVING sum(delta) <> 0`,
    [present],
  )
  await client.query(
    `INSERT INTO recorded_day (environment_id, day)
    SELECT environment.id, $1::timestamptz::date - back FROM environment, generate_series(0, 90) AS back`,
    [present],
  )
}

/** As the mirror keeps them. */
async function insertGroups(client: pg.Client): Promise<void> {
  await client.query(`
    INSERT INTO duplicate_group (environment_id, institution, institution_user_id, members, external_ids, broken, first_seen_at, changed_at)
    SELECT environment_id, institution, institution_user_id, count(*), count(DISTINCT external_id), bool_and(status <> 'valid'), max(first_seen_at), max(first_seen_at)
    FROM link WHERE duplicate GROUP BY 1, 2, 3`)
}

/** The institutions, and one sweep that has just ended. */
async function insertAround(client: pg.Client, { present }: Filling): Promise<void> {
  await client.query(
    `INSERT INTO institution (environment_id, name, display_name, country_codes, resources, observed_at)
    SELECT environment_id, institution, initcap(replace(institution, '_', ' ')), ARRAY[country], '{ACCOUNTS}', $1::timestamptz FROM link_place`,
    [present],
  )
  await client.query(
    `INSERT INTO sweep_run (environment_id, cause, state, created_at, started_at, finished_at, seen)
    SELECT environment.id, 'schedule', 'completed', $1::timestamptz, $1::timestamptz, $1::timestamptz, (SELECT count(*) FROM link WHERE removed_at IS NULL) FROM environment`,
    [present],
  )
}
