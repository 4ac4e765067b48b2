import type { Ctx } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"
import type { Permission, Role } from "@/lib/permissions"
import type { PrismaClient } from "@/prisma/generated/client"
import { atEnd, workerDatabase } from "@/test/database"
import { makeEnvironment, makeMember, systemActor, testCtx } from "@/test/environment"
import { rolledBackPool } from "@/test/rolled-back"

export type World = {
  ctx: Ctx
  /** The same transaction, unguarded: for preparing rows and for looking at what a command left. Bound to ctx.environment. */
  db: PrismaClient
  /** A context of another member of the same environment. */
  as(role: Role): Promise<Ctx>
  /** A context with another environment's rows in sight, by a member of the same role. */
  elsewhere(): Promise<Ctx>
}

export type WorldOptions = { now?: string | Date; fetch?: typeof fetch } & (
  | { role?: Role; permissions?: never }
  | { role?: never; permissions: readonly Permission[] }
)

/** A world in one transaction that is rolled back when the test (outside a test: the file) ends. One connection: for concurrency take `testDatabase`. */
export async function testWorld({ role = "engineer", permissions, now, fetch }: WorldOptions = {}): Promise<World> {
  const { appUrl, url } = await workerDatabase()
  const { pool, bind, end } = await rolledBackPool(appUrl)
  const database = openDatabase(url, { pool })
  atEnd(async () => {
    await database.prisma.$disconnect()
    await database.exports.end()
    await end()
  })
  const db = database.prisma
  const environment = await makeEnvironment(db, url)
  bind(environment.id)
  await db.$queryRaw`SELECT set_config('enlace.environment', ${String(environment.id)}, true)`
  const more: Partial<Ctx> = { ...(now ? { now: () => new Date(now) } : {}), ...(fetch ? { fetch } : {}) }
  const at = { database, databaseUrl: url, environment }
  const as = async (other: Role) => testCtx({ ...at, actor: await makeMember(db, environment, other) }, more)
  const ctx = permissions ? testCtx({ ...at, actor: systemActor(permissions) }, more) : await as(role)
  const elsewhere = async () => {
    const second = await makeEnvironment(db, url)
    return testCtx({ ...at, environment: second, actor: await makeMember(db, second, role) }, more)
  }
  return { ctx, db, as, elsewhere }
}
