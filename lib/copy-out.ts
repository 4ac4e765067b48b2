import { finished, Readable } from "node:stream"
import type pg from "pg"
import { to as copyTo } from "pg-copy-streams"
import type { Ctx } from "@/lib/ctx"
import { authorise } from "@/lib/db"
import type { Permission } from "@/lib/permissions"

/** One statement in the transaction that a file is copied from. */
export type Ask = (sql: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>

export type CopyOut<T> = {
  query: string
  parameters: Readonly<Record<string, string>>
  /** Comes before the first byte. What it locks stays locked until the last; where it throws, nothing is copied. */
  begin: (ask: Ask) => Promise<T>
}

export type CopiedOut<T> = {
  body: Readable
  /** How many rows have been sent; known once the body has ended. */
  rows: () => number
  /** What `begin` answered. */
  begun: T
}

/**
 * The bytes of `COPY (query) TO STDOUT (FORMAT csv, HEADER)`. Parameters travel as settings `enlace.p_<name>` and are read in the query by
 * `current_setting`. The connection is given back at the end; it is ended on an error, and where the body is destroyed, read or not.
 */
export async function stream<T>(ctx: Ctx, permission: Permission, copy: CopyOut<T>): Promise<CopiedOut<T>> {
  await authorise(ctx, permission)
  const client = await ctx.database.exports.connect()
  const giveBack = (broken: boolean) => {
    client.off("error", ignore)
    client.release(broken)
  }
  client.on("error", ignore)
  try {
    const ask: Ask = async (sql, values = []) => (await client.query<Record<string, unknown>>(sql, [...values])).rows
    await ask("BEGIN READ ONLY")
    await ask("SELECT set_config('enlace.environment', $1, true)", [String(ctx.environment.id)])
    for (const [name, value] of Object.entries(copy.parameters)) {
      await ask("SELECT set_config($1, $2, true)", [`enlace.p_${name}`, value])
    }
    const begun = await copy.begin(ask)
    const source = client.query(copyTo(`COPY (${copy.query}) TO STDOUT (FORMAT csv, HEADER)`))
    const body = Readable.from(untilCommitted(source, client), { objectMode: false })
    source.on("error", (error) => body.destroy(error))
    // By the body's end, not by the generator's `finally`: one that was never begun has none.
    finished(body, (error) => giveBack(Boolean(error)))
    return { body, rows: () => source.rowCount, begun }
  } catch (error) {
    giveBack(true)
    throw error
  }
}

async function* untilCommitted(source: Readable, client: pg.PoolClient): AsyncGenerator<Buffer> {
  for await (const chunk of source) yield chunk
  await client.query("COMMIT")
}

/** What breaks a connection is told by its query: without a listener it would end the process. */
function ignore(): void {}
