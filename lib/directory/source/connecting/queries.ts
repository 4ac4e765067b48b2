import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import type { Env } from "@/lib/env"
import { Prisma } from "@/prisma/generated/client"

/** A database among all there are: its cluster's number and its own in it. */
export type Identity = { cluster: string; database: string }
/** What a source is told from: where our own database is and which, and what the operator allows all the same. */
export type Surroundings = { env: Pick<Env, "databaseUrl" | "directoryAllowedHosts">; ours: Identity | null }

export const identityStatement = `
  SELECT (SELECT system_identifier::text FROM pg_control_system()) AS cluster, oid::text AS database
  FROM pg_database WHERE datname = current_database()`

/** Who asks may read the directory; everything else about a source is asked where it is called. */
export async function getSurroundings(ctx: Ctx): Promise<Surroundings> {
  const [ours] = await read(ctx, "directory:read", (db) => db.$queryRaw<Identity[]>(Prisma.raw(identityStatement)))
  return { env: ctx.env, ours: ours ?? null }
}
