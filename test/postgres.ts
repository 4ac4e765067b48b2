import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { startPostgres } from "@/scripts/postgres"
import { prepareDatabase } from "@/scripts/prepare-database"
import { sourceHash } from "@/scripts/source-hash"
import { withClient } from "@/scripts/with-client"
import { databaseUrl, dropDatabases, dropLeftovers, runPrefix } from "@/test/server"

declare module "vitest" {
  interface ProvidedContext {
    postgres: { url: string; adminUrl: string; template: string; prefix: string }
  }
}

const root = join(import.meta.dirname, "..")

/** One server for all database tests, and one migrated database of which each of theirs is a copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, adminUrl, stop } = await startPostgres({ dataDir: join(root, ".data-test"), throwaway: true })
  const prefix = runPrefix(process.pid)
  try {
    project.provide("postgres", { url, adminUrl, template: await prepareTemplate(url), prefix })
  } catch (error) {
    await stop()
    throw error
  }
  return async () => {
    await withClient(url, (client) => dropDatabases(client, (name) => name.startsWith(prefix)))
    await stop()
  }
}

/** The template's name tells its content, so that an unchanged one is used again. It gets that name only once it is complete. */
async function prepareTemplate(url: string): Promise<string> {
  const name = `template_${await templateHash()}`
  await withClient(url, async (client) => {
    await client.query("SELECT pg_advisory_lock(1)")
    const { rows } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name])
    if (rows.length > 0) return
    await dropLeftovers(client)
    await client.query("CREATE DATABASE unfinished")
    await prepareDatabase(databaseUrl(url, "unfinished"))
    await client.query(`ALTER DATABASE unfinished RENAME TO ${name}`)
  })
  return name
}

function templateHash(): Promise<string> {
  const sources = ["package-lock.json", "prisma/migrations", "scripts/migrations.ts", "scripts/jobs-schema.ts", "lib"]
  const definesQueues = (file: string) => file.startsWith("lib/jobs/") || file.endsWith("/jobs.ts")
  return sourceHash(root, sources, (file) => !file.startsWith("lib/") || definesQueues(file))
}
