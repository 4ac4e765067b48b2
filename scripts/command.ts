import { EnvError } from "@/lib/env"
import { type Runtime, startRuntime } from "@/lib/runtime"
import { openDatabase } from "@/scripts/database"
import { NotMigrated, refuseUnmigrated } from "@/scripts/migrations"
import { ownEnvironment } from "@/scripts/own-environment"

/** What a command complains of in a sentence, without a stack. */
export class CommandError extends Error {
  override readonly name = "CommandError"
}

/**
 * Runs a command with the installation's runtime: on the operator's database and environment variables, or, where no
 * `DATABASE_URL` is set, on the bundled database with the secrets kept beside it. Sets the exit code.
 */
export async function runCommand(name: string, work: (runtime: Runtime) => Promise<void>): Promise<void> {
  try {
    const database = await openDatabase()
    try {
      await refuseUnmigrated(database.url)
      const started = startRuntime(name, { ...ownEnvironment(), ...process.env, DATABASE_URL: database.url })
      await work(started).finally(() => started.database.close())
    } finally {
      await database.stop()
    }
  } catch (error) {
    process.exitCode = 1
    const isPlain = error instanceof CommandError || error instanceof EnvError || error instanceof NotMigrated
    if (isPlain) console.error(error.message)
    else console.error(error)
  }
}
