import type { Ctx, Member } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { openSecret, sealSecret } from "@/lib/environments/secrets/queries"
import { conflict, forbidden, invalid, notFound } from "@/lib/errors"
import { findEndpoint, secretNames } from "@/lib/outgoing/queries"
import { isAllowedEndpoint } from "@/lib/outgoing/rules"
import type { SaveEndpoint } from "@/lib/outgoing/schema"
import { makeSecret } from "@/lib/outgoing/signing/commands"
import { personal } from "@/lib/seal"

/** Says where events go. `secret` is the one that signs from now on, shown here and never again; null where there was one already. */
export function saveEndpoint(ctx: Ctx, { url }: SaveEndpoint): Promise<{ secret: string | null }> {
  const member = memberOf(ctx)
  return write(ctx, "environments:manage", async (tx) => {
    if (!isAllowedEndpoint(url, ctx.env.webhookAllowedHosts)) {
      throw invalid("input", { fields: { url: ["outgoingUrl"] } })
    }
    const before = await findEndpoint(ctx)
    const environmentId = ctx.environment.id
    const row = { url: new URL(url).href, savedBy: member.id, savedAt: ctx.now() }
    await tx.outgoingEndpoint.upsert({ where: { environmentId }, create: { environmentId, ...row }, update: row })
    const secret = before ? null : makeSecret()
    if (secret !== null) await keepSecret(tx, ctx, { name: secretNames.present, secret })
    const audit = entry(ctx, "outgoing.endpoint_saved", {
      after: told(ctx, row.url),
      ...(before ? { before: told(ctx, before.url) } : {}),
    })
    return { result: { secret }, audit }
  })
}

/** A new secret, shown here and never again. The one before it signs as well until it is ended; one before that, no longer. */
export function rotateSecret(ctx: Ctx): Promise<{ secret: string }> {
  return write(ctx, "environments:manage", async (tx) => {
    await expectEndpoint(ctx)
    const where = keyOf(ctx, secretNames.present)
    const present = await tx.environmentSecret.findUnique({ where })
    if (present) await keepSecret(tx, ctx, { name: secretNames.previous, secret: openSecret(ctx, present) })
    const secret = makeSecret()
    await keepSecret(tx, ctx, { name: secretNames.present, secret })
    await tx.outgoingEndpoint.update({ where: { environmentId: ctx.environment.id }, data: { rotatedAt: ctx.now() } })
    return { result: { secret }, audit: entry(ctx, "outgoing.secret_rotated") }
  })
}

/** From now on only the present secret signs. Throws CONFLICT where there is no other. */
export function endPreviousSecret(ctx: Ctx): Promise<void> {
  return write(ctx, "environments:manage", async (tx) => {
    await expectEndpoint(ctx)
    const { count } = await tx.environmentSecret.deleteMany({
      where: { environmentId: ctx.environment.id, name: secretNames.previous },
    })
    if (count === 0) throw conflict("outgoing.onlyOneSecret")
    await tx.outgoingEndpoint.update({ where: { environmentId: ctx.environment.id }, data: { rotatedAt: null } })
    return { result: undefined, audit: entry(ctx, "outgoing.previous_secret_ended") }
  })
}

/** Nothing is sent any more; what waits fails. */
export function removeEndpoint(ctx: Ctx): Promise<void> {
  return write(ctx, "environments:manage", async (tx) => {
    const { url } = await expectEndpoint(ctx)
    const environmentId = ctx.environment.id
    await tx.outgoingEndpoint.delete({ where: { environmentId } })
    await tx.environmentSecret.deleteMany({ where: { environmentId, name: { in: Object.values(secretNames) } } })
    return { result: undefined, audit: entry(ctx, "outgoing.endpoint_removed", { before: told(ctx, url) }) }
  })
}

async function expectEndpoint(ctx: Ctx) {
  const endpoint = await findEndpoint(ctx)
  if (!endpoint) throw notFound()
  return endpoint
}

async function keepSecret(tx: Tx, ctx: Ctx, { name, secret }: { name: string; secret: string }): Promise<void> {
  const where = keyOf(ctx, name)
  const before = await tx.environmentSecret.findUnique({ where, select: { version: true } })
  const bound = { environmentId: ctx.environment.id, name, version: (before?.version ?? 0) + 1 }
  const sealed = sealSecret(ctx.env.key, bound, secret)
  await tx.environmentSecret.upsert({ where, create: { ...bound, sealed }, update: { version: bound.version, sealed } })
}

const keyOf = (ctx: Ctx, name: string) => ({ environmentId_name: { environmentId: ctx.environment.id, name } })

function memberOf({ actor }: Ctx): Member {
  if (actor.kind !== "member") throw forbidden("environments:manage")
  return actor
}

/** Path and query may be a secret of theirs; by the hash one sees that they have changed. */
const told = ({ env, environment }: Ctx, url: string) => ({
  ...{ url: new URL(url).origin, hash: personal(env.key, environment.id, url) },
})
type Told = ReturnType<typeof told>

const entry = (ctx: Ctx, action: string, more: { before?: Told; after?: Told } = {}) => ({
  ...{ action, entity: "outgoing-endpoint", entityId: ctx.environment.slug },
  ...more,
})
