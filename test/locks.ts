import { setTimeout as sleep } from "node:timers/promises"
import type pg from "pg"

/** Until a session of the client's database waits for a lock that another one holds. */
export async function untilOneWaits(client: pg.Client): Promise<void> {
  for (;;) {
    // Within a transaction the sessions are otherwise those of the first look.
    await client.query("SELECT pg_stat_clear_snapshot()")
    const { rowCount } = await client.query(
      "SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()",
    )
    if (rowCount) return
    await sleep(10)
  }
}
