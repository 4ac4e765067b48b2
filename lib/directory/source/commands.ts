import { createHash } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { getSurroundings } from "@/lib/directory/source/connecting/queries"
import { SourceFailed } from "@/lib/directory/source/failing/commands"
import { findConnection, findSourceRow, secretKey } from "@/lib/directory/source/queries"
import { type SourceLimits, withSource } from "@/lib/directory/source/reading/commands"
import { isSamePlace, toQuery } from "@/lib/directory/source/rules"
import type { SourceConnection, SourceInput, SourceRow, SourceTest } from "@/lib/directory/source/schema"
import { sealSecret } from "@/lib/environments/secrets/queries"
import { invalid, notFound } from "@/lib/errors"

/** Sets up where the directory is read from, or changes it. Throws INVALID where the password must be given anew. */
export function saveSource(ctx: Ctx, input: SourceInput): Promise<void> {
  return write(ctx, "environments:manage", async (tx) => {
    refuseNoQuery(input)
    const before = await findSourceRow(ctx)
    const connection = await completeConnection(ctx, input)
    await keepConnection(ctx, tx, connection)
    const { password: _, ...fields } = input
    const row = { ...fields, savedAt: ctx.now() }
    const environmentId = ctx.environment.id
    await tx.directorySource.upsert({
      where: { environmentId },
      create: { environmentId, ...row },
      update: row,
    })
    const audit = entry(ctx, "directory.source-saved", {
      after: told(row),
      ...(before ? { before: told(before) } : {}),
    })
    return { result: undefined, audit }
  })
}

/** What was imported stays; nothing more is read. */
export function removeSource(ctx: Ctx): Promise<void> {
  return write(ctx, "environments:manage", async (tx) => {
    const before = await findSourceRow(ctx)
    if (!before) throw notFound()
    await tx.directorySource.delete({ where: { environmentId: ctx.environment.id } })
    await tx.environmentSecret.deleteMany({ where: secretKey(ctx) })
    return { result: undefined, audit: entry(ctx, "directory.source-removed", { before: told(before) }) }
  })
}

const testLimits: SourceLimits = { rows: 1_000, bytes: 1_000_000, totalMs: 20_000, statementMs: 15_000 }
const shownRows = 5

/** The first rows that an import would get, without saving or importing any. Who looked is kept before anything is read. */
export async function testSource(ctx: Ctx, input: SourceInput): Promise<SourceTest> {
  const connection = await write(ctx, "environments:manage", async () => {
    refuseNoQuery(input)
    const result = await completeConnection(ctx, input)
    return { result, audit: entry(ctx, "directory.source-tested", { after: told(input) }) }
  })
  try {
    const surroundings = await getSurroundings(ctx)
    const asked = { connection, statement: input.statement, limits: testLimits }
    return await withSource(surroundings, asked, async (source) => ({
      kind: "ok",
      rows: await firstRows(source.rows),
      superuser: source.superuser,
      encrypted: connection.sslmode !== "disable",
    }))
  } catch (error) {
    if (error instanceof SourceFailed) return { kind: "failed", problem: error.problem }
    throw error
  }
}

async function firstRows(batches: AsyncIterable<readonly SourceRow[]>): Promise<readonly SourceRow[]> {
  for await (const batch of batches) return batch.slice(0, shownRows)
  return []
}

function refuseNoQuery({ statement }: SourceInput): void {
  if (toQuery(statement) === null) throw invalid("input", { fields: { statement: ["sourceStatement"] } })
}

/** With the kept password where none was typed, which serves for the place that it was given for and for no other. */
async function completeConnection(ctx: Ctx, input: SourceInput): Promise<SourceConnection> {
  const { host, port, database, user, sslmode, password } = input
  const place = { host, port, database, user, sslmode }
  if (password !== "") return { ...place, password }
  const kept = await findConnection(ctx)
  if (!kept || !isSamePlace(kept, place)) {
    throw invalid("input", { fields: { password: [kept ? "sourcePasswordAnew" : "required"] } })
  }
  return kept
}

/** The whole connection is sealed, so that no row of the database can turn the password towards another host. */
async function keepConnection(ctx: Ctx, tx: Tx, connection: SourceConnection): Promise<void> {
  const where = { environmentId_name: secretKey(ctx) }
  const before = await tx.environmentSecret.findUnique({ where, select: { version: true } })
  const bound = { ...secretKey(ctx), version: (before?.version ?? 0) + 1 }
  const sealed = sealSecret(ctx.env.key, bound, JSON.stringify(connection))
  await tx.environmentSecret.upsert({ where, create: { ...bound, sealed }, update: { version: bound.version, sealed } })
}

type Told = Pick<SourceInput, "host" | "port" | "database" | "user" | "statement" | "everyHours"> & {
  sslmode: string
  mode: string
}

/** The statement by its hash: it may name a person. */
const told = ({ host, port, database, user, sslmode, statement, everyHours, mode }: Told) => ({
  ...{ host, port, database, user, sslmode, everyHours, mode },
  statementSha256: createHash("sha256").update(statement, "utf8").digest("hex"),
})

const entry = (
  ctx: Ctx,
  action: string,
  more: { before?: ReturnType<typeof told>; after?: ReturnType<typeof told> },
) => ({
  action,
  entity: "directory-source",
  entityId: ctx.environment.slug,
  ...more,
})
