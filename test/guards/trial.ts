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
    const { input, call } = await row.prepare(place, ctx)
    sim.clearRequests()
    const before = await look(db)
    const outcome = await settle(place, row, () => call(elsewhere ? place.elsewhere(ctx) : ctx))
    const after = await look(db)
    return {
      outcome,
      changed: [...after.digests].filter(([name, digest]) => before.digests.get(name) !== digest).map(([name]) => name),
      entries: [...after.entries].filter(([key]) => !before.entries.has(key)).map(([, action]) => action),
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

type Sight = { digests: ReadonlyMap<string, string>; entries: ReadonlyMap<string, string> }

async function look(db: PrismaClient): Promise<Sight> {
  const rows = await db.$queryRaw<{ name: string; digest: string; entry: boolean }[]>`SELECT * FROM pg_temp.look()`
  const toMap = (wanted: boolean) =>
    new Map(rows.filter(({ entry }) => entry === wanted).map(({ name, digest }) => [name, digest]))
  return { digests: toMap(false), entries: toMap(true) }
}

/** Lays out how `attempt` looks: with the eyes of the tables' owner, who sees the rows of every environment. */
export async function prepareTrials({ db }: Place): Promise<void> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT c.oid::regclass::text AS name FROM pg_class c
    WHERE c.relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname NOT IN ('audit_entry', 'audit_head')`
  const digests = tables.map(
    ({ name }) => `SELECT '${name}', md5(string_agg(t::text, ',' ORDER BY t::text)), false FROM ${name} t`,
  )
  const entries = "SELECT environment_id || ' ' || seq, action, true FROM audit_entry"
  await db.$executeRawUnsafe("SET ROLE NONE")
  await db.$executeRawUnsafe(`
    CREATE FUNCTION pg_temp.look() RETURNS TABLE (name text, digest text, entry boolean) LANGUAGE plpgsql SECURITY DEFINER
    AS $$ BEGIN RETURN QUERY ${[...digests, entries].join(" UNION ALL ")}; END $$`)
  await db.$executeRawUnsafe("SET ROLE enlace_app")
}
