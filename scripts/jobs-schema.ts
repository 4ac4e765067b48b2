import { setTimeout as sleep } from "node:timers/promises"
import { PgBoss } from "pg-boss"
import { withClient } from "@/scripts/with-client"

/** Lays out or upgrades pg-boss's tables as the migrating role, lets the product's queues be made, and grants `enlace_app` their use. */
export async function installJobs(url: string, createQueues: (boss: PgBoss) => Promise<void>): Promise<void> {
  const failures: unknown[] = []
  const boss = new PgBoss({ connectionString: url, max: 2, schedule: false, supervise: false })
  boss.on("error", (error) => failures.push(error))
  await boss.start()
  try {
    await indexesBuilt(boss)
    await createQueues(boss)
  } finally {
    await boss.stop({ graceful: false })
  }
  if (failures.length > 0) throw new AggregateError(failures, "pg-boss could not be laid out")
  await grantUse(url)
}

/** An upgrade may leave indexes to a background pass, which only the owner of the tables can make. */
async function indexesBuilt(boss: PgBoss) {
  for (;;) {
    const status = await boss.getBamStatus()
    if (status.some((one) => one.status === "failed"))
      throw new Error("pg-boss could not build an index; see pgboss.bam")
    if (!status.some((one) => one.status === "pending" || one.status === "in_progress")) return
    await sleep(500)
  }
}

async function grantUse(url: string) {
  await withClient(url, (client) =>
    client.query(`
      GRANT USAGE ON SCHEMA pgboss TO enlace_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO enlace_app;
      GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA pgboss TO enlace_app;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO enlace_app;
      ALTER DEFAULT PRIVILEGES IN SCHEMA pgboss GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO enlace_app;
      ALTER DEFAULT PRIVILEGES IN SCHEMA pgboss GRANT USAGE, SELECT ON SEQUENCES TO enlace_app;
      ALTER DEFAULT PRIVILEGES IN SCHEMA pgboss GRANT EXECUTE ON FUNCTIONS TO enlace_app`),
  )
}
