import { setTimeout as sleep } from "node:timers/promises"
import type { Mirror } from "@/bench/mirror"
import { withClient } from "@/scripts/with-client"

const endedWithinMs = 10_000

/** Rows inserted, updated and deleted so far by table; those of partitions count for their parent. */
export function writtenRows({ url }: Mirror): Promise<Map<string, number>> {
  return withClient(url, async (client) => {
    const idle =
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state_change > now() - interval '2 seconds'"
    for (const until = Date.now() + endedWithinMs; Date.now() < until; await sleep(100)) {
      if ((await client.query(idle)).rowCount === 0) break
    }
    const { rows } = await client.query<{ table: string; written: string }>(`
      SELECT coalesce(parent.relname, stat.relname) AS table, sum(n_tup_ins + n_tup_upd + n_tup_del) AS written
      FROM pg_stat_user_tables stat LEFT JOIN pg_inherits ON inhrelid = stat.relid LEFT JOIN pg_class parent ON parent.oid = inhparent
      GROUP BY 1`)
    return new Map(rows.map(({ table, written }) => [table, Number(written)]))
  })
}
