import { randomBytes } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import { read, record, type Tx, write } from "@/lib/db"
import { EnvError, isAllowedBaseUrl } from "@/lib/env"
import { connectBelvo } from "@/lib/environments/commands"
import { mayBeKey, sealKey, sealWebhookAuthorization } from "@/lib/environments/keys/queries"
import { kindOfHost, trimBaseUrl, webhookAddress } from "@/lib/environments/rules"
import { type AddEnvironment, type EnvironmentChanges, environmentSlug } from "@/lib/environments/schema"
import { invalid, notFound } from "@/lib/errors"

export type WebhookAccess = {
  /** Where Belvo's webhooks must be sent. */
  address: string
  /** The Authorization value that they must carry: shown once, only its seal is kept. */
  authorization: string
}
export type Added = { kind: "added"; slug: string; webhook: WebhookAccess } | { kind: "refused" | "unreachable" }

/** Tests the key first; what Belvo refuses or what can't be reached is not saved. */
export async function addEnvironment(ctx: Ctx, input: AddEnvironment): Promise<Added> {
  const baseUrl = trimBaseUrl(input.baseUrl)
  await read(ctx, "environments:manage", async (db) => {
    if (!isAllowedBaseUrl(baseUrl, ctx.env.belvoAllowedHosts)) {
      throw invalid("input", { fields: { baseUrl: ["baseUrlNotAllowed"] } })
    }
    if (await db.environment.findUnique({ where: { slug: input.slug }, select: { id: true } })) throw slugTaken()
  })
  const { secretId, secretPassword, ...settings } = input
  const key = { secretId, secretPassword }
  const tested = await connectBelvo(ctx, { baseUrl, key, priority: "member" }).testKey()
  if (tested !== "ok") return { kind: tested }
  const authorization = newAuthorization()
  await write(ctx, "environments:manage", async (tx) => {
    if (await tx.environment.findUnique({ where: { slug: input.slug }, select: { id: true } })) throw slugTaken()
    const data = { ...settings, baseUrl }
    return { result: undefined, audit: await insertEnvironment(ctx, tx, { data, key, authorization }) }
  })
  return {
    kind: "added",
    slug: input.slug,
    webhook: { address: webhookAddress(ctx.env.nextAuthUrl, input.slug), authorization },
  }
}

/** The environment whom the environment variables describe, only where there is none. Throws `EnvError` where they are incomplete. */
export async function createFirstEnvironment(ctx: Ctx): Promise<void> {
  const known = await read(ctx, "environments:manage", (db) => db.environment.findMany({ select: sealedRow }))
  if (known.length > 0) return noteIgnored(ctx, known)
  const first = readFirst(ctx)
  if (!first) return
  await record(ctx, "environments:manage", async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('enlace: first environment'))`
    if ((await tx.environment.count()) > 0) return { result: undefined }
    return { result: undefined, audit: await insertEnvironment(ctx, tx, first) }
  })
}

/** What may change of an environment: not its slug, and never its base URL. */
export function updateEnvironment(ctx: Ctx, changes: EnvironmentChanges): Promise<void> {
  return write(ctx, "environments:manage", async (tx) => {
    const { id, slug } = ctx.environment
    const before = await tx.environment.findUnique({ where: { id }, select: changeable })
    if (!before) throw notFound()
    await tx.environment.update({ where: { id }, data: changes })
    return {
      result: undefined,
      audit: {
        action: "environment.changed",
        entity: "environment",
        entityId: slug,
        before,
        after: changes,
        chain: "installation",
      },
    }
  })
}

const changeable = {
  ...{ name: true, kind: true, customerLocale: true, rawWebhookDays: true },
  ...{ sweepEveryMinutes: true, deltaEveryMinutes: true, deltaRequests: true },
  ...{ deletionHoldHours: true, deletionThreshold: true, personalDays: true },
} as const
const sealedRow = { slug: true, id: true, baseUrl: true, keyVersion: true, sealedKey: true } as const

/** Who sets variables expects to see that account: without a word, another one would look as if it were it. */
function noteIgnored(ctx: Ctx, known: readonly KnownEnvironment[]): void {
  const { slug, baseUrl = "", secretId = "", secretPassword = "" } = ctx.env.first
  if (!baseUrl && !secretId && !secretPassword) return
  const key = { secretId, secretPassword }
  if (known.some((row) => row.slug === slug && row.baseUrl === trimBaseUrl(baseUrl) && mayBeKey(ctx, row, key))) return
  ctx.log.warn(
    "BELVO_* variables are ignored: they make the first environment, and this database has one. Add or change environments under Settings, or start on another database",
    {
      environments: known.map((row) => `${row.slug} ${row.baseUrl}`),
    },
  )
}

export const newAuthorization = (): string => `Bearer ${randomBytes(32).toString("base64url")}`

type KnownEnvironment = Parameters<typeof mayBeKey>[1] & { slug: string }
type NewEnvironment = {
  data: Pick<AddEnvironment, "slug" | "name" | "kind" | "baseUrl"> & Partial<EnvironmentChanges>
  key: { secretId: string; secretPassword: string }
  authorization: string | null
}

/** Its id is asked for first, because the seals are bound to it. */
async function insertEnvironment(ctx: Ctx, tx: Tx, { data, key, authorization }: NewEnvironment) {
  const [next] = await tx.$queryRaw<{ id: number }[]>`
    SELECT nextval(pg_get_serial_sequence('environment', 'id'))::integer AS id`
  if (!next) throw new Error("nextval answered nothing")
  const bound = { id: next.id, baseUrl: data.baseUrl, keyVersion: 1 }
  await tx.environment.create({
    data: {
      ...data,
      ...bound,
      sealedKey: sealKey(ctx.env.key, bound, key),
      sealedWebhookAuthorization:
        authorization === null ? null : sealWebhookAuthorization(ctx.env.key, bound, authorization),
    },
  })
  const after = { name: data.name, kind: data.kind, baseUrl: data.baseUrl }
  return {
    action: "environment.added",
    entity: "environment",
    entityId: data.slug,
    after,
    chain: "installation",
  } as const
}

function readFirst(ctx: Ctx): NewEnvironment | null {
  const { slug, baseUrl: given, secretId, secretPassword, webhookAuthorization } = ctx.env.first
  if (!given && !secretId && !secretPassword) return null
  if (!given || !secretId || !secretPassword) {
    throw new EnvError(
      "The first environment needs BELVO_BASE_URL, BELVO_SECRET_ID and BELVO_SECRET_PASSWORD, or none of them",
    )
  }
  const baseUrl = trimBaseUrl(given)
  if (!isAllowedBaseUrl(baseUrl, ctx.env.belvoAllowedHosts)) {
    throw new EnvError(
      `BELVO_BASE_URL is not allowed: it must be https://sandbox.belvo.com, https://api.belvo.com, or on a host that BELVO_ALLOWED_HOSTS names, for example BELVO_ALLOWED_HOSTS=${new URL(baseUrl).host}`,
    )
  }
  if (!environmentSlug.safeParse(slug).success) {
    throw new EnvError(`BELVO_ENVIRONMENT is reserved: it must be another slug, for example BELVO_ENVIRONMENT=sandbox`)
  }
  const data = { slug, name: slug, kind: kindOfHost(baseUrl), baseUrl }
  return { data, key: { secretId, secretPassword }, authorization: webhookAuthorization ?? null }
}

const slugTaken = () => invalid("input", { fields: { slug: ["slugTaken"] } })
