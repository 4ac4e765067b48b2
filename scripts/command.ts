import { EnvError } from "@/lib/env"
import { type Runtime, startRuntime } from "@/lib/runtime"
import { openDatabase } from "@/scripts/database"
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
      const started = startRuntime(name, { ...ownEnvironment(), ...process.env, DATABASE_URL: database.url })
      await work(started).finally(() => started.database.close())
    } finally {
      await database.stop()
    }
  } catch (error) {
    process.exitCode = 1
    if (error instanceof CommandError || error instanceof EnvError) console.error(error.message)
    else console.error(error)
  }
}
