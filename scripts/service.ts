import { EnvError, readEnv } from "@/lib/env"
import { openDatabase } from "@/scripts/database"
import { endSignal } from "@/scripts/end-signal"
import { NotMigrated, refuseUnmigrated } from "@/scripts/migrations"
import { ownEnvironment } from "@/scripts/own-environment"

export type Service = {
  env: Record<string, string | undefined>
  /** Aborted when the process is to end. */
  signal: AbortSignal
}

/**
 * Runs web, worker or both until the process is asked to end: on the operator's database and variables, or, where no
 * `DATABASE_URL` is set, on the bundled database with secrets kept beside it. `work` answers the exit code.
 */
export async function runService(work: (service: Service) => Promise<number>): Promise<void> {
  const signal = endSignal()
  const database = await openDatabase()
  try {
    const env = { ...ownEnvironment(), ...process.env, DATABASE_URL: database.url }
    readEnv(env)
    await refuseUnmigrated(database.url)
    const code = await work({ env, signal })
    process.exitCode = signal.aborted ? 0 : code
  } catch (error) {
    process.exitCode = 1
    console.error(error instanceof EnvError || error instanceof NotMigrated ? error.message : error)
  } finally {
    await database.stop()
  }
}
