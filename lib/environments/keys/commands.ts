import type { Belvo } from "@/lib/belvo/client"
import type { KeyTest } from "@/lib/belvo/key"
import type { Ctx } from "@/lib/ctx"
import { type ReadDb, read, type Tx, write } from "@/lib/db"
import { connectBelvo } from "@/lib/environments/commands"
import {
  openKey,
  openWebhookAuthorization,
  type SealedEnvironment,
  sealKey,
  sealWebhookAuthorization,
} from "@/lib/environments/keys/queries"
import { isForeignKey, webhookAddress } from "@/lib/environments/rules"
import type { BelvoKey } from "@/lib/environments/schema"
import { openSecret, sealSecret } from "@/lib/environments/secrets/queries"
import { newAuthorization, type WebhookAccess } from "@/lib/environments/settings/commands"
import { AppError, conflict, notFound } from "@/lib/errors"

/** Asks Belvo whether the key in use still works. */
export async function testEnvironmentKey(ctx: Ctx): Promise<{ kind: KeyTest }> {
  const row = await read(ctx, "environments:manage", (db) => getSealed(ctx, db))
  const belvo = connectBelvo(ctx, { baseUrl: row.baseUrl, key: openKey(ctx, row), priority: "member" })
  return { kind: await belvo.testKey() }
}

/** `foreign`: Belvo takes the key, but none of its links is known here, so it belongs to another account. */
export type Replaced = { kind: "replaced" | "refused" | "unreachable" | "foreign" }

/** Keeps a new key only where Belvo takes it and it sees the links that the mirror holds. */
export async function replaceKey(ctx: Ctx, key: BelvoKey): Promise<Replaced> {
  const row = await read(ctx, "environments:manage", (db) => getSealed(ctx, db))
  const belvo = connectBelvo(ctx, { baseUrl: row.baseUrl, key, priority: "member" })
  const tested = await belvo.testKey()
  if (tested !== "ok") return { kind: tested }
  if (isForeignKey(await compareLinks(ctx, belvo))) return { kind: "foreign" }
  const next = { ...row, keyVersion: row.keyVersion + 1 }
  await write(ctx, "environments:manage", async (tx) => {
    // Read only now: it may have been rotated while Belvo was asked.
    await tx.$executeRaw`SELECT FROM environment WHERE id = ${row.id} FOR UPDATE`
    const authorization = findAuthorization(ctx, await getSealed(ctx, tx))
    const { count } = await tx.environment.updateMany({
      where: { id: row.id, keyVersion: row.keyVersion },
      data: {
        keyVersion: next.keyVersion,
        sealedKey: sealKey(ctx.env.key, next, key),
        sealedWebhookAuthorization:
          authorization === null ? null : sealWebhookAuthorization(ctx.env.key, next, authorization),
      },
    })
    if (count === 0) throw conflict("keyReplacedMeanwhile")
    return { result: undefined, audit: entry(ctx, "environment.key-replaced", { keyVersion: next.keyVersion }) }
  })
  return { kind: "replaced" }
}

/** A new Authorization value for this environment's webhooks; from now on the former one is refused. */
export async function rotateWebhookAuthorization(ctx: Ctx): Promise<WebhookAccess> {
  const authorization = newAuthorization()
  await write(ctx, "environments:manage", async (tx) => {
    const row = await getSealed(ctx, tx)
    const { count } = await tx.environment.updateMany({
      where: { id: row.id, keyVersion: row.keyVersion },
      data: { sealedWebhookAuthorization: sealWebhookAuthorization(ctx.env.key, row, authorization) },
    })
    if (count === 0) throw conflict("keyReplacedMeanwhile")
    return { result: undefined, audit: entry(ctx, "environment.webhook-authorization-rotated") }
  })
  return { address: webhookAddress(ctx.env.nextAuthUrl, ctx.environment.slug), authorization }
}

/** Seals everything anew with `newKey`, in one transaction; from then on ENLACE_KEY must be that one. Answers how many environments. */
export function resealEnvironments(ctx: Ctx, newKey: Buffer): Promise<number> {
  return write(ctx, "environments:manage", async (tx) => {
    await tx.$executeRaw`LOCK TABLE environment, environment_secret IN SHARE ROW EXCLUSIVE MODE`
    const rows = await tx.environment.findMany({ select: sealed, orderBy: { id: "asc" } })
    for (const row of rows) {
      const next = { ...row, keyVersion: row.keyVersion + 1 }
      const authorization = openWebhookAuthorization(ctx, row)
      await tx.environment.update({
        where: { id: row.id },
        data: {
          keyVersion: next.keyVersion,
          sealedKey: sealKey(newKey, next, openKey(ctx, row)),
          sealedWebhookAuthorization:
            authorization === null ? null : sealWebhookAuthorization(newKey, next, authorization),
        },
      })
    }
    await resealSecrets(ctx, tx, newKey)
    const audit = {
      action: "installation.rekeyed",
      entity: "installation",
      entityId: "",
      after: { count: rows.length },
    }
    return { result: rows.length, audit }
  })
}

async function resealSecrets(ctx: Ctx, tx: Tx, newKey: Buffer): Promise<void> {
  for (const row of await tx.environmentSecret.findMany()) {
    const next = { environmentId: row.environmentId, name: row.name, version: row.version + 1 }
    await tx.environmentSecret.update({
      where: { environmentId_name: { environmentId: row.environmentId, name: row.name } },
      data: { version: next.version, sealed: sealSecret(newKey, next, openSecret(ctx, row)) },
    })
  }
}

/** Null also where it was sealed with a lost ENLACE_KEY: then the new key is the way out, and a new value must be made. */
function findAuthorization(ctx: Ctx, row: SealedEnvironment): string | null {
  try {
    return openWebhookAuthorization(ctx, row)
  } catch (error) {
    if (error instanceof AppError && error.key === "keyDoesNotOpen") return null
    throw error
  }
}

const sampleSize = 100

/** Both ways, because the mirror may be behind and the account may be large: some links of ours asked for, then some of theirs looked up. */
async function compareLinks(ctx: Ctx, belvo: Belvo) {
  const ours = await read(ctx, "environments:manage", (db) =>
    db.link.findMany({
      where: { environmentId: ctx.environment.id, removedAt: null },
      select: { id: true },
      orderBy: { createdAt: "desc" },
      take: sampleSize,
    }),
  )
  if (ours.length === 0) return { mirrored: 0, shown: 0, known: 0 }
  const found = await belvo.listLinks({ idIn: ours.map(({ id }) => id), pageSize: sampleSize })
  if (found.items.length > 0) return { mirrored: ours.length, shown: found.items.length, known: found.items.length }
  const theirs = await belvo.listLinks({ pageSize: sampleSize })
  const known = await read(ctx, "environments:manage", (db) =>
    db.link.count({ where: { environmentId: ctx.environment.id, id: { in: theirs.items.map(({ id }) => id) } } }),
  )
  return { mirrored: ours.length, shown: theirs.items.length, known }
}

const sealed = { id: true, baseUrl: true, keyVersion: true, sealedKey: true, sealedWebhookAuthorization: true } as const

async function getSealed(ctx: Ctx, db: ReadDb | Tx): Promise<SealedEnvironment> {
  const row = await db.environment.findUnique({ where: { id: ctx.environment.id }, select: sealed })
  if (!row) throw notFound()
  return row
}

const entry = (ctx: Ctx, action: string, after: Record<string, number> = {}) =>
  ({ action, entity: "environment", entityId: ctx.environment.slug, after, chain: "installation" }) as const
