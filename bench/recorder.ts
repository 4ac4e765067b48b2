import pg from "pg"
import { z } from "zod"
import type { Mirror } from "@/bench/mirror"
import type { Ctx } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"

export type Statement = { text: string; values: unknown[] }

const sent = z.object({ text: z.string(), values: z.array(z.unknown()).default([]) })

export type Recorder = {
  /** As the mirror's own context, on a database that keeps what is sent to it. */
  ctx: Ctx
  /** What some work asks the database, without what binds and ends its transaction. */
  record: <T>(work: () => Promise<T>) => Promise<{ answer: T; statements: Statement[] }>
  close: () => Promise<void>
}

const asApp = "-c role=enlace_app -c timezone=UTC"

/** Between the product and its driver: the statements that it really sends, with their values. */
export function openRecorder(mirror: Mirror): Recorder {
  let kept: Statement[] = []
  const pool = new pg.Pool({ connectionString: mirror.url, options: asApp, max: 4 })
  pool.on("connect", (client) => {
    const { query } = client
    Object.assign(client, {
      query: (...parts: unknown[]) => {
        const statement = sent.safeParse(parts[0])
        if (statement.success) kept.push(statement.data)
        return Reflect.apply(query, client, parts)
      },
    })
  })
  const database = openDatabase(mirror.url, { pool })
  return {
    ctx: { ...mirror.ctx(["links:read"]), database },
    record: async (work) => {
      kept = []
      const answer = await work()
      return {
        answer,
        statements: kept.filter(({ text }) => /^\s*(SELECT|WITH)/i.test(text) && !text.includes("set_config")),
      }
    },
    close: () => database.close(),
  }
}

/** One connection of `pg` alone, bound as the product binds its own. */
export async function openPlain(mirror: Mirror): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: mirror.url, options: asApp })
  await client.connect()
  await client.query("SELECT set_config('enlace.environment', $1, false)", [String(mirror.ctx([]).environment.id)])
  return client
}
