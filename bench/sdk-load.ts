import { createRequire } from "node:module"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"
import { z } from "zod"
import { timed } from "@/bench/figure"

export type SdkLoad = {
  /** Where the SDK is installed. */
  folder: string
  url: string
  key: { id: string; password: string }
  databaseUrl: string
  environmentId: number
  links: number
  latencyMs: number
}

const load: SdkLoad = JSON.parse(process.argv[2] ?? "{}")
const link = z.looseObject({ id: z.string() })
const columns = [
  ...["id", "institution", "access_mode", "status", "refresh_rate", "created_by", "last_accessed_at", "external_id"],
  ...["created_at", "institution_user_id", "credentials_storage", "stale_in", "fetch_resources"],
]
/** What Belvo does not tell; a link that is known keeps it. */
const own = ["status_since", "first_seen_at", "observed_at"]

const client = new pg.Client({ connectionString: load.databaseUrl })
await client.connect()
const first = await timed(loadAll)
const second = await timed(loadAll)
const { rows } = await client.query<{ count: number }>("SELECT count(*)::integer AS count FROM link")
await client.end()
console.log(JSON.stringify({ firstMs: first.ms, secondMs: second.ms, links: rows[0]?.count }))

/** As whoever follows the SDK's documentation would: all links listed, then each of them written. */
async function loadAll(): Promise<void> {
  const belvo = await connect()
  const values = [load.environmentId, ...columns.map((_, at) => `$${at + 1}`), ...own.map(() => "now()")]
  const changes = columns.slice(1).map((name) => `${name} = EXCLUDED.${name}`)
  const upsert = `INSERT INTO link (environment_id, ${[...columns, ...own].join(", ")}) VALUES (${values.join(", ")})
    ON CONFLICT (environment_id, id) DO UPDATE SET ${changes.join(", ")}, observed_at = now()`
  for (const one of await belvo.links.list({ limit: load.links })) {
    const found = link.parse(one)
    await client.query({ name: "upsert", text: upsert, values: columns.map((name) => found[name]) })
  }
}

type Sdk = {
  connect: () => Promise<void>
  links: { list: (options: { limit: number }) => Promise<unknown[]> }
  session: { session: { defaults: { adapter: (config: unknown) => Promise<unknown> } } }
}

async function connect(): Promise<Sdk> {
  const sdk = openSdk()
  const { defaults } = sdk.session.session
  const { adapter } = defaults
  defaults.adapter = async (config) => {
    const [answer] = await Promise.all([adapter(config), sleep(load.latencyMs)])
    return answer
  }
  await sdk.connect()
  return sdk
}

/** The package has no types: what is used of it is named above, as its source has it. */
function openSdk(): Sdk {
  const { default: Client } = createRequire(join(load.folder, "package.json"))("belvo")
  return new Client(load.key.id, load.key.password, load.url)
}
