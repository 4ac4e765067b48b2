import { notePeers } from "@/lib/client-address"
import { EnvError } from "@/lib/env"
import { startRuntime } from "@/lib/runtime"
import { prepareInstallation } from "@/lib/settings/commands"

/** A process that can't serve says why in plain words and ends. */
export async function startWeb(): Promise<void> {
  notePeers()
  try {
    await prepareInstallation(startRuntime("web"))
  } catch (error) {
    console.error(error instanceof EnvError ? error.message : error)
    process.exit(1)
  }
}
