import type pg from "pg"
import { connectSource, endSource } from "@/lib/directory/source/connecting/commands"
import type { Surroundings } from "@/lib/directory/source/connecting/queries"
import { SourceFailed } from "@/lib/directory/source/failing/commands"
import { boundedQuery, hasSourceColumns, toQuery } from "@/lib/directory/source/rules"
import type { SourceConnection, SourceRow } from "@/lib/directory/source/schema"
import type { Resolve } from "@/lib/network-address"

export type SourceLimits = { rows: number; bytes: number; totalMs: number; statementMs: number }

/** A directory of several millions; a server that is busier than this should be asked through a table made for it. */
export const importLimits: SourceLimits = {
  rows: 10_000_000,
  bytes: 1_000_000_000,
  totalMs: 45 * 60_000,
  statementMs: 5 * 60_000,
}

export type OpenSource = {
  /** At most a thousand at a time, as long as they are asked for. Throws `SourceFailed`. */
  rows: AsyncIterable<readonly SourceRow[]>
  superuser: boolean
}
export type SourceAsked = { connection: SourceConnection; statement: string }
type Options = { limits?: SourceLimits; resolve?: Resolve }

/**
 * Hands out the rows of one SELECT, in one read-only transaction of the source that is ended afterwards whatever happens.
 * Throws `SourceFailed`.
 */
export async function withSource<T>(
  surroundings: Surroundings,
  { connection, statement, limits = importLimits, ...options }: SourceAsked & Options,
  work: (source: OpenSource) => Promise<T>,
): Promise<T> {
  const query = toQuery(statement)
  if (query === null) throw new SourceFailed("notOneSelect")
  const client = await connectSource(surroundings, connection, options)
  try {
    await explained(() => begin(client, limits))
    await explained(() => examine(client, query))
    const superuser = await explained(() => isSuperuser(client))
    return await work({ rows: eachBatch(client, query, limits), superuser })
  } finally {
    await endSource(client)
  }
}

async function begin(client: pg.Client, { statementMs, totalMs }: SourceLimits): Promise<void> {
  await client.query("BEGIN TRANSACTION READ ONLY")
  // For a worker that died: one that lives counts the time itself.
  const idleMs = totalMs + 60_000
  const settings = { statement_timeout: statementMs, lock_timeout: 5_000, idle_in_transaction_session_timeout: idleMs }
  for (const [name, value] of Object.entries(settings)) {
    await client.query("SELECT set_config($1, $2, true)", [name, String(value)])
  }
}

/** Alone first: only one SELECT can be a cursor's, so that nothing gets out of the brackets it is put into afterwards. */
async function examine(client: pg.Client, query: string): Promise<void> {
  await client.query(asOneStatement(`DECLARE enlace_whole NO SCROLL CURSOR FOR ${query}`))
  const { fields } = await client.query("FETCH FORWARD 0 FROM enlace_whole")
  await client.query("CLOSE enlace_whole")
  const names = fields.map(({ name }) => name)
  if (!hasSourceColumns(names)) throw new SourceFailed("columns", { detail: names.join(", ").slice(0, 300) })
}

/** The extended protocol takes one statement at a time, and refuses a second one behind a semicolon. */
const asOneStatement = (text: string) => ({ text, queryMode: "extended" })

async function isSuperuser(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ rolsuper: boolean }>(
    "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user",
  )
  return rows[0]?.rolsuper ?? false
}

const batchRows = 1_000

async function* eachBatch(client: pg.Client, query: string, limits: SourceLimits) {
  const endsAt = performance.now() + limits.totalMs
  let [count, bytes] = [0, 0]
  await explained(() =>
    client.query(asOneStatement(`DECLARE enlace_source NO SCROLL CURSOR FOR ${boundedQuery(query)}`)),
  )
  for (;;) {
    const batch = await explained(() => fetchBatch(client))
    count += batch.length
    bytes += batch.reduce((sum, row) => sum + sizeOf(row.externalId) + sizeOf(row.linkId), 0)
    if (count > limits.rows) throw new SourceFailed("tooManyRows", { detail: String(limits.rows) })
    if (bytes > limits.bytes) throw new SourceFailed("tooManyBytes", { detail: String(limits.bytes) })
    if (batch.length > 0) yield batch
    if (batch.length < batchRows) return
    if (performance.now() > endsAt) throw new SourceFailed("tooLong", { detail: String(limits.totalMs / 60_000) })
  }
}

async function fetchBatch(client: pg.Client): Promise<SourceRow[]> {
  const { rows } = await client.query<{ external_id: string | null; link_id: string | null }>(
    `FETCH FORWARD ${batchRows} FROM enlace_source`,
  )
  return rows.map(({ external_id: externalId, link_id: linkId }) => ({ externalId, linkId }))
}

const sizeOf = (text: string | null): number => (text === null ? 0 : Buffer.byteLength(text))

async function explained<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw SourceFailed.from(error)
  }
}
