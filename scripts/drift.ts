import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils"
import { SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg"
import { CatalogAdapter } from "@/scripts/drift/catalog-adapter"
import { loadSchemaEngine } from "@/scripts/drift/load-schema-engine"
import { withClient } from "@/scripts/with-client"

const prismaDir = join(import.meta.dirname, "../prisma")

/**
 * The SQL that would turn a migrated database into what schema.prisma says; empty where they agree. Partitions, policies,
 * functions and indexes over expressions are the migrations' alone: Prisma does not see them.
 */
export async function findDrift(url: string): Promise<string> {
  const path = join(prismaDir, "schema.prisma")
  const content = await readFile(path, "utf8")
  const files = [{ path, content }]
  const filters = { externalTables: await listPartitions(url), externalEnums: [] }
  await loadSchemaEngine()
  const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogAdapter(url))
  const engine = await SchemaEngine.new({ datamodels: [[path, content]] }, () => {}, adapter)
  try {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: prismaDir },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters,
    })
    return exitCode === 0 ? "" : (stdout ?? "")
  } finally {
    engine.free()
  }
}

async function listPartitions(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT relnamespace::regnamespace || '.' || relname AS name FROM pg_class WHERE relispartition AND relkind = 'r'",
    )
    return rows.map((row) => row.name)
  })
}
