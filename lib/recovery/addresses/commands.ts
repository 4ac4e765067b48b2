import { randomUUID } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import { read, type Tx, write } from "@/lib/db"
import { conflict, forbidden, notFound } from "@/lib/errors"
import { getLink } from "@/lib/links/queries"
import { addressUrl, hashOf, tokensOf } from "@/lib/recovery/addresses/queries"
import { canPress } from "@/lib/recovery/addresses/rules"
import { type AddressInput, type AddressKey, addressDays, type MakeAddress } from "@/lib/recovery/addresses/schema"
import { insertOutcome } from "@/lib/recovery/addresses/settling/commands"
import { dayMs } from "@/lib/time"

export type MadeAddress = { addressId: string; url: string; expiresAt: Date }

/** An address at which the customer repairs this link, for an agent to hand over. Belvo is not asked. */
export async function makeAddress(ctx: Ctx, { linkId, days = addressDays.usual }: MakeAddress): Promise<MadeAddress> {
  const { actor } = ctx
  if (actor.kind !== "member") throw forbidden("sessions:open")
  const { link } = await read(ctx, "sessions:open", () => getLink(ctx, linkId))
  if (link.removedAt) throw conflict("linkRemoved")
  const expiresAt = new Date(ctx.now().getTime() + days * dayMs)
  return write(ctx, "sessions:open", async (tx) => {
    const [made] = await insertAddresses(tx, ctx, { links: [{ linkId: link.id }], expiresAt, createdBy: actor.id })
    if (!made) throw notFound()
    const { addressId } = made
    const after = { addressId, expiresAt: expiresAt.toISOString() }
    return {
      result: { addressId, url: addressUrl(ctx, made), expiresAt },
      audit: { action: "address.made", entity: "link", entityId: link.id, after },
    }
  })
}

type NewAddresses = { links: readonly { linkId: string }[]; expiresAt: Date }
export type KeyOfLink = AddressKey & { linkId: string }

/**
 * Addresses of a campaign, in the caller's transaction, which keeps the audit entry. A link has one in a campaign, however often it is asked for:
 * answers the address of every link that the mirror still has, made now or before.
 */
export async function makeAddresses(
  tx: Tx,
  ctx: Ctx,
  { campaignId, ...what }: NewAddresses & { campaignId: string },
): Promise<KeyOfLink[]> {
  await insertAddresses(tx, ctx, { ...what, campaignId })
  return tx.$queryRaw<KeyOfLink[]>`
    SELECT id::text AS "addressId", link_id::text AS "linkId", generation FROM repair_address
    WHERE environment_id = ${ctx.environment.id} AND campaign_id = ${campaignId}::uuid
      AND link_id = ANY(${what.links.map(({ linkId }) => linkId)}::uuid[])`
}

/** Those of a campaign's addresses that are still open and would end before are good until then; answers how many. */
export function extendAddresses(
  tx: Tx,
  ctx: Ctx,
  { campaignId, expiresAt }: { campaignId: string; expiresAt: Date },
): Promise<number> {
  return tx.$executeRaw`
    UPDATE repair_address SET expires_at = ${expiresAt}
    WHERE environment_id = ${ctx.environment.id} AND campaign_id = ${campaignId}::uuid AND state = 'open' AND expires_at > ${ctx.now()}
      AND expires_at < ${expiresAt}`
}

/** The same address once more, for who may hand it out; each time is in the audit. */
export async function showAddress(ctx: Ctx, { addressId }: AddressInput): Promise<MadeAddress> {
  return write(ctx, "sessions:open", async (tx) => {
    const row = await tx.repairAddress.findFirst({ where: { environmentId: ctx.environment.id, id: addressId } })
    if (!row) throw notFound()
    if (!canPress(row, ctx.now())) throw conflict("address.closed")
    const { linkId, generation, expiresAt } = row
    return {
      result: { addressId, url: addressUrl(ctx, { addressId, generation }), expiresAt },
      audit: { action: "address.shown", entity: "link", entityId: linkId, after: { addressId } },
    }
  })
}

/** From now on who opens it is told whom to ask. The next generation of its token is nobody's. Throws CONFLICT where nobody could use it any more. */
export function revokeAddress(ctx: Ctx, { addressId }: AddressInput): Promise<{ addressId: string }> {
  return write(ctx, "sessions:open", async (tx) => {
    const environmentId = ctx.environment.id
    const row = await tx.repairAddress.findFirst({ where: { environmentId, id: addressId } })
    if (!row) throw notFound()
    if (row.state !== "open" && !canPress(row, ctx.now())) throw conflict("address.closed")
    const generation = row.generation + 1
    const { count } = await tx.repairAddress.updateMany({
      where: { environmentId, id: addressId, state: row.state, generation: row.generation },
      data: {
        ...{ state: "revoked", generation, settledAt: ctx.now(), revokedAt: ctx.now() },
        hash: new Uint8Array(hashOf(tokensOf(ctx)({ addressId, generation }))),
        revokedBy: ctx.actor.kind === "member" ? ctx.actor.id : null,
      },
    })
    if (count === 0) throw conflict("address.closed")
    await tx.repairFormerHash.create({ data: { environmentId, hash: row.hash, addressId } })
    await insertOutcome(tx, ctx, { addressId, kind: "revoked", at: ctx.now() })
    return {
      result: { addressId },
      audit: { action: "address.revoked", entity: "link", entityId: row.linkId, after: { addressId } },
    }
  })
}

type Insert = NewAddresses & { createdBy?: string; campaignId?: string }

/** Hashes travel as text: an array of bytes would be sent one by one. */
function insertAddresses(tx: Tx, ctx: Ctx, { links, expiresAt, createdBy, campaignId }: Insert): Promise<KeyOfLink[]> {
  const tokenOf = tokensOf(ctx)
  const made = links.map(({ linkId }) => ({ addressId: randomUUID(), generation: 0, linkId }))
  const hashes = made.map((key) => hashOf(tokenOf(key)).toString("hex"))
  return tx.$queryRaw<KeyOfLink[]>`
    INSERT INTO repair_address (environment_id, id, link_id, hash, created_at, created_by, campaign_id, expires_at)
    SELECT ${ctx.environment.id}, n.id, n.link_id, decode(n.hash, 'hex'), ${ctx.now()}, ${createdBy ?? null}::uuid, ${campaignId ?? null}::uuid, ${expiresAt}
    FROM unnest(${made.map(({ addressId }) => addressId)}::uuid[], ${made.map(({ linkId }) => linkId)}::uuid[], ${hashes}::text[]) AS n (id, link_id, hash)
    JOIN link l ON l.environment_id = ${ctx.environment.id} AND l.id = n.link_id AND l.removed_at IS NULL
    ON CONFLICT (environment_id, campaign_id, link_id) DO NOTHING
    RETURNING id::text AS "addressId", link_id::text AS "linkId", generation`
}
