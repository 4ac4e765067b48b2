import { ownDataDir } from "@/scripts/database"
import { ownSecrets } from "@/scripts/own-secrets"
import { outsideOf } from "@/scripts/stack/environment"
import { readStackSettings } from "@/scripts/stack/settings"

/**
 * The variables of an installation on the bundled database that was given none: secrets of its own and, where the demo
 * made it, the way to the demo's Belvo. Nothing where `DATABASE_URL` is set: there the operator sets them all.
 */
export function ownEnvironment(): Record<string, string> {
  if (process.env.DATABASE_URL) return {}
  const settings = readStackSettings(ownDataDir)
  return {
    ...ownSecrets(ownDataDir),
    ...(settings ? outsideOf(settings) : {}),
    NEXTAUTH_URL: `http://localhost:${process.env.PORT ?? 3000}`,
  }
}
