import { AsyncLocalStorage } from "node:async_hooks"
import { PrismaPg } from "@prisma/adapter-pg"
import pg from "pg"
import { type AuditEntry, appendAudit } from "@/lib/audit-chain"
import type { Ctx } from "@/lib/ctx"
import { conflict, forbidden } from "@/lib/errors"
import { holds, type Permission } from "@/lib/permissions"
import { type Prisma, PrismaClient } from "@/prisma/generated/client"

type ReadMethod =
  | "findMany"
  | "findUnique"
  | "findUniqueOrThrow"
  | "findFirst"
  | "findFirstOrThrow"
  | "count"
  | "aggregate"
  | "groupBy"
/** A database that can only be read. */
export type ReadDb = {
  readonly [M in Uncapitalize<Prisma.ModelName>]: Pick<PrismaClient[M], ReadMethod>
} & Pick<PrismaClient, "$queryRaw">
export type Tx = Prisma.TransactionClient
export type Audited<T> = { result: T; audit: AuditEntry | readonly [AuditEntry, ...AuditEntry[]] }
export type Recorded<T> = { result: T; audit?: AuditEntry | readonly AuditEntry[] }

/** Opaque to all but `read`, `write`, `record`, here, and `stream`, which copies files out. */
export type Database = { readonly prisma: PrismaClient; readonly exports: pg.Pool; close(): Promise<void> }

const asApp = "-c role=enlace_app -c timezone=UTC"
const interactive = { maxWait: 15_000, timeout: 60_000 }
/** Room for the files of a whole installation, and for those that are told to wait. */
const exporting = { max: 8, idleTimeoutMillis: 5_000, connectionTimeoutMillis: 10_000 }
/** What breaks a connection is told by its query, or nobody waits for it: without a listener it would end the process. */
const ignore = () => {}

/** `exports` is a small pool of its own, so that files under way never take the pages' connections. */
export function openDatabase(
  url: string,
  { connections = 10, pool }: { connections?: number; pool?: pg.Pool } = {},
): Database {
  const shared = pool ?? new pg.Pool({ connectionString: url, options: asApp, max: connections })
  const exports = new pg.Pool({ connectionString: url, options: asApp, ...exporting })
  exports.on("error", ignore)
  const prisma = new PrismaClient({ adapter: new PrismaPg(shared) })
  return {
    prisma,
    exports,
    close: async () => {
      await prisma.$disconnect()
      await Promise.all([shared.ended ? undefined : shared.end(), exports.end()])
    },
  }
}

type Open = { database: Database; environmentId: number; tx: Tx; entries: AuditEntry[] | null }
const open = new AsyncLocalStorage<Open>()

/** Authorises, then hands out a database that can only be read, in this environment. Throws FORBIDDEN. */
export async function read<T>(ctx: Ctx, permission: Permission, work: (db: ReadDb) => Promise<T>): Promise<T> {
  await authorise(ctx, permission)
  const outer = openFor(ctx)
  if (outer) return work(outer.tx)
  return ctx.database.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT set_config('enlace.environment', ${String(ctx.environment.id)}, true), set_config('transaction_read_only', 'on', true)`
    return open.run({ database: ctx.database, environmentId: ctx.environment.id, tx, entries: null }, () => work(tx))
  }, interactive)
}

/** Authorises, opens one transaction, stores the returned audit entries in it as its last statements. Nested calls join. */
export function write<T>(
  ctx: Ctx,
  permission: Permission,
  work: (tx: Tx) => Promise<Audited<T>>,
  options: { timeoutMs?: number } = {},
): Promise<T> {
  return transact(ctx, permission, work, options)
}

/** As `write`, for system actors: their run or inbox row is the evidence, so an entry is optional. People are refused. */
export function record<T>(
  ctx: Ctx,
  permission: Permission,
  work: (tx: Tx) => Promise<Recorded<T>>,
  options: { timeoutMs?: number } = {},
): Promise<T> {
  if (ctx.actor.kind !== "system") return Promise.reject(forbidden(permission))
  return transact(ctx, permission, work, options)
}

/** Belvo is called before or after a transaction, never inside: callers of the outside assert it here. */
export function assertNoTransaction(what: string): void {
  if (open.getStore()) throw new Error(`${what} inside a transaction: nothing leaves before commit`)
}

export const may = (ctx: Ctx, permission: Permission): boolean => holds(ctx.actor, permission)

/** The database's clock, at which observations are stamped; a play's own clock where one is on. */
export async function databaseNow(ctx: Ctx): Promise<Date> {
  if (ctx.seeded) return ctx.now()
  const rows = await ctx.database.prisma.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`
  return rows[0]?.now ?? ctx.now()
}

async function transact<T>(
  ctx: Ctx,
  permission: Permission,
  work: (tx: Tx) => Promise<Recorded<T> | Audited<T>>,
  { timeoutMs = interactive.timeout }: { timeoutMs?: number } = {},
): Promise<T> {
  await authorise(ctx, permission)
  const outer = openFor(ctx)
  if (outer) return join(outer, work)
  return ctx.database.prisma.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT set_config('enlace.environment', ${String(ctx.environment.id)}, true)`
      const opened: Open = { database: ctx.database, environmentId: ctx.environment.id, tx, entries: [] }
      const result = await open.run(opened, () => join(opened, work))
      await appendAudit(tx, ctx, opened.entries ?? [])
      return result
    },
    { ...interactive, timeout: timeoutMs },
  )
}

async function join<T>(outer: Open, work: (tx: Tx) => Promise<Recorded<T> | Audited<T>>): Promise<T> {
  if (!outer.entries) throw new Error("A write inside a read: start the write outside")
  const { result, audit } = await work(outer.tx)
  if (audit) outer.entries.push(...[audit].flat())
  return result
}

function openFor(ctx: Ctx): Open | undefined {
  const outer = open.getStore()
  if (!outer || outer.database !== ctx.database) return undefined
  if (outer.environmentId !== ctx.environment.id) throw conflict("otherEnvironment")
  return outer
}

/** Throws FORBIDDEN, and notes that a member was refused. */
export async function authorise(ctx: Ctx, permission: Permission): Promise<void> {
  if (may(ctx, permission)) return
  if (ctx.actor.kind === "member") await noteRefusal(ctx, permission)
  throw forbidden(permission)
}

const refusalEveryMs = 60_000
const refusals = new Map<string, number>()

/** In a transaction of its own, at most one a minute for a member and a permission: a script's retries do not fill the chain. */
async function noteRefusal(ctx: Ctx, permission: Permission): Promise<void> {
  if (ctx.actor.kind !== "member") return
  const key = `${ctx.actor.id} ${ctx.environment.id} ${permission}`
  const now = Date.now()
  if (now - (refusals.get(key) ?? 0) < refusalEveryMs) return
  if (refusals.size > 10_000) refusals.clear()
  refusals.set(key, now)
  const entry: AuditEntry = { action: "permission.refused", entity: "permission", entityId: permission }
  await open.exit(() =>
    ctx.database.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT set_config('enlace.environment', ${String(ctx.environment.id)}, true)`
      await appendAudit(tx, ctx, [entry])
    }, interactive),
  )
}
