import type { Mirror } from "@/bench/mirror"
import { judgeOrphans } from "@/lib/mirror/judging/commands"
import { withClient } from "@/scripts/with-client"

/**
 * Gives a mirror a directory of as many rows as it has links, where it has none: it knows nine in ten links; of the others some users
 * by their external id, some by one that is nearly the same; and users without links. Then the product compares all links with it.
 */
export async function addDirectory(mirror: Mirror, signal: AbortSignal): Promise<"made" | "there"> {
  const made = await withClient(mirror.url, async (client) => {
    const { rows } = await client.query("SELECT 1 FROM directory_total")
    if (rows.length > 0) return false
    await client.query("SET synchronous_commit = off")
    await client.query(insertion, [mirror.links])
    await client.query(`
      INSERT INTO directory_total (environment_id, users, links, counted_at, version)
      SELECT environment_id, count(DISTINCT external_id), count(link_id), now(), 1 FROM directory_entry GROUP BY 1`)
    await client.query("VACUUM (ANALYZE) directory_entry")
    return true
  })
  if (!made) return "there"
  await judgeOrphans(mirror.ctx(["mirror:write"]), { signal })
  await withClient(mirror.url, (client) => client.query("VACUUM (ANALYZE) orphan, missing_link, link"))
  return "made"
}

/** `way` is drawn by the link's id. $1 how many rows. */
const insertion = `
  WITH way AS (
    SELECT environment_id, id, external_id, orphan, hashtext(id::text) & 3 AS way FROM link WHERE removed_at IS NULL
  ), known AS (
    SELECT environment_id, coalesce(external_id, 'usr_of_' || id) AS external_id, id AS link_id FROM way WHERE NOT orphan
    UNION ALL
    SELECT environment_id, CASE way WHEN 2 THEN upper(external_id) ELSE external_id END, NULL FROM way
    WHERE orphan AND way < 3 AND external_id IS NOT NULL
  ), all_rows AS (
    SELECT * FROM known
    UNION ALL
    SELECT (SELECT id FROM environment), 'new_' || n, NULL
    FROM generate_series(1, $1::bigint - (SELECT count(*) FROM known)) AS n
  )
  INSERT INTO directory_entry (environment_id, import_id, line, external_id, link_id)
  SELECT environment_id, '10000000-0000-4000-8000-000000000001', row_number() OVER (), external_id, link_id FROM all_rows
  ON CONFLICT DO NOTHING`
