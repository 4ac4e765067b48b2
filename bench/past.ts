import type pg from "pg"

export const pastDays = 365
/** So that five million events come to a million links. */
const mostChanges = 14
const sharePlacid = 0.4

/**
 * A year of history: two links of five never changed, every other one did so up to fourteen times, the last time to what it is now,
 * and the daily counts are what follows. For a mirror with links alone, whose indices are still to be built.
 */
export async function insertPast(client: pg.Client, { present }: { present: Date }): Promise<void> {
  await client.query("SELECT make_link_event_months($1::timestamptz::date - 396, $1::timestamptz::date)", [present])
  const indices = await dropIndices(client)
  // Room for one batch of the join, so that the links stay in their order.
  await client.query("SET work_mem = '1GB'")
  await client.query(changes, [present])
  await client.query("ANALYZE change")
  await client.query(lastChanges)
  await client.query("VACUUM FULL link")
  await client.query(changesTold)
  for (const insertion of [arrivals, removals, rates, counts, recordedDays]) await client.query(insertion, [present])
  await client.query("DROP TABLE change; SET work_mem = '256MB'")
  for (const definition of indices) await client.query(definition)
}

async function dropIndices(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    SELECT indexrelid::regclass::text AS name, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') AS definition
    FROM pg_index WHERE indrelid = 'link_event'::regclass AND NOT indisprimary ORDER BY 1`)
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`)
  return rows.map(({ definition }) => definition)
}

const begin = `$1::timestamptz - interval '${pastDays} days'`
/** A number from 0 to 1 that hangs on the link and on what it is drawn for. */
const drawn = (salt: string): string =>
  `((uuid_hash_extended(id, ${salt}) & 9007199254740991)::float8 / 9007199254740992)`
const broken = (salt: string): string =>
  `(ARRAY['invalid', 'invalid', 'invalid', 'invalid', 'invalid', 'invalid', 'invalid', 'token_required', 'token_required', 'unconfirmed'])[1 + floor(10 * ${drawn(salt)})::integer]`

// Backwards from the last: valid and broken in turn.
const changes = `CREATE UNLOGGED TABLE change AS
  WITH lived AS (
    SELECT environment_id, id, institution, access_mode, status, greatest(created_at + interval '1 minute', ${begin}) AS born,
      coalesce(removed_at, $1::timestamptz - interval '1 minute') AS died, 1 + floor(${mostChanges} * ${drawn("1")})::integer AS changes
    FROM link WHERE ${drawn("5")} > ${sharePlacid}
  ), told AS (
    SELECT lived.*, back, died - (died - born) * ((back + 0.9 * ${drawn("100 + back")}) / changes) AS at,
      CASE WHEN back = 0 THEN status WHEN (back % 2 = 0) = (status = 'valid') THEN 'valid' ELSE ${broken("200 + back")} END AS after
    FROM lived, generate_series(0, changes - 1) AS back WHERE died > born
  )
  SELECT environment_id, id AS link_id, institution, access_mode, back, at, after,
    coalesce(lead(after) OVER (PARTITION BY id ORDER BY back), CASE WHEN after = 'valid' THEN ${broken("300")} ELSE 'valid' END) AS before
  FROM told`

const lastChanges = `UPDATE link SET status_since = coalesce(change.at, before.created_at)
  FROM link AS before LEFT JOIN change ON link_id = before.id AND back = 0 WHERE before.id = link.id`

const columns = "(environment_id, at, link_id, kind, before, after, institution, cause)"

const changesTold = `INSERT INTO link_event ${columns}
  SELECT environment_id, at, link_id, 'status', before, after, institution, (ARRAY['sweep', 'webhook', 'live', 'session'])[1 + back % 4]
  FROM change ORDER BY at`

const arrivals = `INSERT INTO link_event ${columns}
  SELECT link.environment_id, created_at, id, 'appeared', NULL, coalesce(before, status), link.institution, 'sweep'
  FROM link LEFT JOIN (SELECT DISTINCT ON (link_id) link_id, before FROM change ORDER BY link_id, back DESC) AS first ON link_id = id
  WHERE created_at > ${begin}`

const removals = `INSERT INTO link_event ${columns}
  SELECT environment_id, removed_at, id, 'removed', status, NULL, institution, 'sweep' FROM link WHERE removed_at > ${begin}`

const rates = `INSERT INTO link_event ${columns}
  SELECT * FROM (SELECT environment_id, greatest(created_at, ${begin}) + ($1::timestamptz - greatest(created_at, ${begin})) * ${drawn("2")}, id,
    'refresh_rate', (ARRAY['24h', '7d', '6h'])[1 + floor(3 * ${drawn("3")})::integer] AS before, refresh_rate, institution, 'sweep'
    FROM link WHERE refresh_rate IS NOT NULL AND removed_at IS NULL AND ${drawn("4")} < 0.06) AS rate WHERE before <> refresh_rate`

/** What was there before the first day is that day's, as after a first sweep. */
const counts = `INSERT INTO link_count_delta (environment_id, day, institution, access_mode, status, delta)
  SELECT environment_id, greatest(day, (${begin})::date), institution, access_mode, status, sum(delta) FROM (
    SELECT link.environment_id, created_at::date AS day, link.institution, link.access_mode, coalesce(before, status) AS status, 1 AS delta
    FROM link LEFT JOIN (SELECT DISTINCT ON (link_id) link_id, before FROM change ORDER BY link_id, back DESC) AS first ON link_id = id
    UNION ALL
    SELECT environment_id, at::date, institution, access_mode, before, -1 FROM change
    UNION ALL
    SELECT environment_id, at::date, institution, access_mode, after, 1 FROM change
    UNION ALL
    SELECT environment_id, removed_at::date, institution, access_mode, status, -1 FROM link WHERE removed_at IS NOT NULL
  ) AS moves GROUP BY 1, 2, 3, 4, 5 HAVING sum(delta) <> 0`

const recordedDays = `INSERT INTO recorded_day (environment_id, day)
  SELECT environment.id, $1::timestamptz::date - back FROM environment, generate_series(0, ${pastDays}) AS back`
