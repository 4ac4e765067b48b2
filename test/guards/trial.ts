import { setTimeout as sleep } from "node:timers/promises"
import { inspect } from "node:util"
import { z } from "zod"
import type { Ctx } from "@/lib/ctx"
import { AppError } from "@/lib/errors"
import type { PrismaClient } from "@/prisma/generated/client"
import { freshBelvo, type Place } from "@/test/guards/place"
import type { Outcome, Row } from "@/test/guards/row"

export type Trial = {
  outcome: Outcome
  /** Tables whose rows are not as they were; the audit chain is told by `entries`. */
  changed: readonly string[]
  /** The actions of the entries that were added to any chain. */
  entries: readonly string[]
  /** What Belvo was asked. */
  asked: readonly string[]
  /** Whether the input names something that only this environment has. */
  namesOwn: boolean
}

/** Makes a row's call as this actor, here or elsewhere, and takes back everything that it did. */
export async function attempt(
  place: Place,
  row: Row,
  { actor, elsewhere = false }: { actor: Ctx["actor"]; elsewhere?: boolean },
): Promise<Trial> {
  const { db } = place
  await db.$executeRawUnsafe("SAVEPOINT trial")
  try {
    const sim = freshBelvo()
    const ctx = place.ctxOf(actor, sim)
    const atFirst = await countWrites(db)
    const { input, call } = await row.prepare(place, ctx)
    sim.clearRequests()
    const look = await lookAt(db, atFirst)
    const outcome = await settle(place, row, () => call(elsewhere ? place.elsewhere(ctx) : ctx))
    return {
      outcome,
      ...(await look()),
      asked: [...sim.requests],
      namesOwn: namesOneOf(Object.values(place.ids), input),
    }
  } finally {
    await db.$executeRawUnsafe("ROLLBACK TO SAVEPOINT trial")
  }
}

function namesOneOf(ids: readonly string[], input: readonly unknown[]): boolean {
  const text = inspect(input, { depth: 8 })
  return ids.some((id) => text.includes(id))
}

/** `let in`, `refused`, or what was wrong with either. */
export function verdictOf({ outcome, changed, entries, asked }: Trial): string {
  if ("value" in outcome) return "let in"
  const { error } = outcome
  if (!(error instanceof AppError) || error.code !== "FORBIDDEN") return inspect(error)
  const told = entries.filter((action) => action !== "permission.refused")
  const done = [...changed, ...told, ...asked]
  return done.length === 0 ? "refused" : `refused only after ${done.join(", ")}`
}

async function settle(place: Place, row: Row, call: () => unknown): Promise<Outcome> {
  try {
    const value = await untilAnswered(place, await call())
    await row.finish(value)
    return { value }
  } catch (error) {
    return { error }
  }
}

/** On a slow machine a live reading outlives its two seconds, and goes on under a ticket. */
async function untilAnswered({ db }: Place, answer: unknown): Promise<unknown> {
  const queued = z.object({ kind: z.literal("queued"), ticketId: z.string() }).safeParse(answer)
  if (!queued.success) return answer
  for (;;) {
    const ticket = await db.liveTicket.findFirst({ where: { id: queued.data.ticketId } })
    if (ticket?.state !== "waiting") return { kind: "fresh", value: ticket?.result }
    await sleep(50)
  }
}

type Change = Pick<Trial, "changed" | "entries">
type Digests = ReadonlyMap<string, string>

/** How the tables are before any trial, which each of them takes back. */
const untouched = new WeakMap<PrismaClient, Digests>()

/** What there is now; answers how to see what has changed since. `atFirst`: the writes before anything was prepared. */
async function lookAt(db: PrismaClient, atFirst: string): Promise<() => Promise<Change>> {
  const writes = await countWrites(db)
  const before = (writes === atFirst && untouched.get(db)) || (await digestTables(db))
  const known = await readEntries(db)
  return async () => {
    const entries = [...(await readEntries(db))].filter(([key]) => !known.has(key)).map(([, action]) => action)
    // A refused call writes nothing, not even what it takes back; to look at every table takes longer than all else.
    const after = (await countWrites(db)) === writes ? before : await digestTables(db)
    return {
      changed: [...after].filter(([name, digest]) => before.get(name) !== digest).map(([name]) => name),
      entries,
    }
  }
}

async function digestTables(db: PrismaClient): Promise<Digests> {
  const rows = await db.$queryRaw<{ name: string; digest: string }[]>`SELECT * FROM pg_temp.digest_tables()`
  return new Map(rows.map(({ name, digest }) => [name, digest]))
}

/** Rows written by this transaction, also those since taken back. */
async function countWrites(db: PrismaClient): Promise<string> {
  const [row] = await db.$queryRaw<{ writes: string }[]>`SELECT pg_temp.count_writes()::text AS writes`
  return row?.writes ?? ""
}

async function readEntries(db: PrismaClient): Promise<Digests> {
  const rows = await db.$queryRaw<{ key: string; action: string }[]>`SELECT * FROM pg_temp.read_entries()`
  return new Map(rows.map(({ key, action }) => [key, action]))
}

/** Lays out how `attempt` looks: with the eyes of the tables' owner, who sees the rows of every environment. */
export async function prepareTrials({ db }: Place): Promise<void> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT c.oid::regclass::text AS name FROM pg_class c
    WHERE c.relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname NOT IN ('audit_entry', 'audit_head')`
  const digests = tables.map(
    ({ name }) => `SELECT '${name}', md5(string_agg(t::text, ',' ORDER BY t::text)) FROM ${name} t`,
  )
  await db.$executeRawUnsafe("SET ROLE NONE")
  const lay = (head: string, body: string) =>
    db.$executeRawUnsafe(
      `CREATE FUNCTION pg_temp.${head} LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN ${body}; END $$`,
    )
  await lay("digest_tables() RETURNS TABLE (name text, digest text)", `QUERY ${digests.join(" UNION ALL ")}`)
  await lay(
    "read_entries() RETURNS TABLE (key text, action text)",
    "QUERY SELECT e.environment_id || ' ' || e.seq, e.action FROM audit_entry e",
  )
  await lay(
    "count_writes() RETURNS numeric",
    `(SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables WHERE relname NOT IN ('audit_entry', 'audit_head'))`,
  )
  await db.$executeRawUnsafe("SET ROLE enlace_app")
  untouched.set(db, await digestTables(db))
}
