import { join } from "node:path"
import { startPostgres } from "@/scripts/postgres"

export type Database = { url: string; stop: () => Promise<void> }

export const ownDataDir = join(import.meta.dirname, "../.data")

/** The operator's PostgreSQL where `DATABASE_URL` names one, or else the bundled one, started unless it runs. */
export async function openDatabase(log: (line: string) => void = console.error): Promise<Database> {
  const url = process.env.DATABASE_URL
  if (url) return { url, stop: async () => {} }
  return startPostgres({ dataDir: ownDataDir, log })
}
