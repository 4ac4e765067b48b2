import { join } from "node:path"
import type pg from "pg"
import { fillMirror } from "@/bench/rows"
import type { Ctx } from "@/lib/ctx"
import type { Permission } from "@/lib/permissions"
import { type Runtime, startRuntime, systemCtx } from "@/lib/runtime"
import type { Postgres } from "@/scripts/postgres"
import { freePort } from "@/scripts/postgres/port"
import { prepareDatabase } from "@/scripts/prepare-database"
import { sourceHash } from "@/scripts/source-hash"
import { environmentSlug, type StackEnv, stackEnv } from "@/scripts/stack/environment"
import { addMembers } from "@/scripts/stack/members"
import { type StackSettings, stackMembers } from "@/scripts/stack/settings"
import { withClient } from "@/scripts/with-client"

export type Mirror = {
  links: number
  /** As the role that owns the tables. */
  url: string
  env: StackEnv
  settings: StackSettings
  runtime: Runtime
  /** A context of its environment, by the product's own way to the database. */
  ctx: (permissions: readonly Permission[]) => Ctx
  close: () => Promise<void>
}

export type MirrorOptions = {
  postgres: Postgres
  settings: StackSettings
  folders: { dataDir: string; distDir: string }
  links: number
  /** With a year of history in place of 90 days. */
  past?: boolean
}

/** What refreshes are due moves on with the clock: an older mirror would not be believable any more. */
const freshForMs = 60 * 60_000
/** Of the past, only the last days do. */
const pastFreshForMs = 24 * freshForMs
const root = join(import.meta.dirname, "..")

/** A database of its own, taken over from an earlier run where it is fresh and made by the same code. */
export async function openMirror({ postgres, settings, folders, links, past = false }: MirrorOptions): Promise<Mirror> {
  const name = past ? `bench_${links}_past` : `bench_${links}`
  const url = databaseUrl(postgres.url, name)
  const env = stackEnv(settings, { ...folders, port: await freePort(), databaseUrl: url })
  const made = await sourceHash(root, ["bench/rows.ts", "bench/past.ts", "bench/institutions.ts", "prisma/migrations"])
  const fresh =
    links > 0 &&
    (await withClient(postgres.url, (client) =>
      isFresh(client, { name, made, forMs: past ? pastFreshForMs : freshForMs }),
    ))
  if (!fresh) {
    // The server itself may be cleaning up in there, which only an administrator may end.
    await withClient(postgres.adminUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    await withClient(postgres.url, (client) => client.query(`CREATE DATABASE ${name}`))
    await prepareDatabase(url)
    await addMembers(stackMembers(settings), env)
    const present = new Date()
    if (links > 0) await withClient(url, (client) => fillMirror(client, { links, present, past }))
    await withClient(databaseUrl(postgres.adminUrl, name), (client) => client.query("CHECKPOINT"))
    await withClient(url, (client) => client.query(`COMMENT ON DATABASE ${name} IS '${made} ${present.toISOString()}'`))
  }
  const runtime = startRuntime("bench", env)
  const row = await runtime.database.prisma.environment.findUniqueOrThrow({ where: { slug: environmentSlug } })
  const environment = { id: row.id, slug: row.slug, kind: "sandbox" } as const
  return {
    ...{ links, url, env, settings, runtime },
    ctx: (permissions) => systemCtx(runtime, environment, { name: "system:bench", permissions }),
    close: () => runtime.database.close(),
  }
}

type Wanted = { name: string; made: string; forMs: number }

async function isFresh(client: pg.Client, { name, made, forMs }: Wanted): Promise<boolean> {
  const { rows } = await client.query<{ comment: string | null }>(
    "SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = $1",
    [name],
  )
  const [by, at] = (rows[0]?.comment ?? "").split(" ")
  return by === made && at !== undefined && Date.now() - Date.parse(at) < forMs
}

function databaseUrl(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
