import { createHash, createHmac } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { addressState, canPress } from "@/lib/recovery/addresses/rules"
import type { AddressKey, AddressView } from "@/lib/recovery/addresses/schema"
import { subkey } from "@/lib/seal"

/** The address of a customer's own. It stands nowhere: who may hand it out has it computed anew. */
export function addressUrl(ctx: Ctx, key: AddressKey): string {
  return new URL(`/repair/${tokensOf(ctx)(key)}`, ctx.env.nextAuthUrl).href
}

type KeyHolder = { env: { key: Buffer }; environment: { id: number } }

/** 128 bits that nobody can guess and that say nothing of link, customer or environment. */
export function tokensOf({ env, environment }: KeyHolder): (key: AddressKey) => string {
  const secret = subkey(env.key, "repair")
  return ({ addressId, generation }) =>
    createHmac("sha256", secret)
      .update(`${environment.id} ${addressId} ${generation}`, "utf8")
      .digest()
      .subarray(0, 16)
      .toString("base64url")
}

/** All that the database keeps of a token. */
export const hashOf = (token: string): Buffer => createHash("sha256").update(token, "utf8").digest()

const mostAddresses = 50

/** The addresses that were made for a link, the latest first. */
export function listAddresses(ctx: Ctx, { linkId }: { linkId: string }): Promise<AddressView[]> {
  return read(ctx, "links:read", async (db) => {
    const rows = await db.repairAddress.findMany({
      where: { environmentId: ctx.environment.id, linkId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: mostAddresses,
    })
    const open = await db.repairSession.findMany({
      where: { environmentId: ctx.environment.id, linkId, state: "open", addressId: { not: null } },
      select: { addressId: true },
    })
    const visited = new Set(open.map(({ addressId }) => addressId))
    const link = await db.link.findFirst({
      where: { environmentId: ctx.environment.id, id: linkId, removedAt: null },
      select: { status: true },
    })
    const broken = link !== null && link.status !== "valid"
    const makers = rows.flatMap(({ createdBy }) => createdBy ?? [])
    const members = await db.member.findMany({ where: { id: { in: makers } }, select: { id: true, name: true } })
    const names = new Map(members.map(({ id, name }) => [id, name]))
    return rows.map((row) => ({
      id: row.id,
      linkId: row.linkId,
      state: addressState({ ...row, visiting: visited.has(row.id) }, ctx.now()),
      visiting: row.state === "open" && visited.has(row.id),
      usable: canPress(row, ctx.now()) && (row.state === "open" || broken),
      createdAt: row.createdAt.toISOString(),
      createdBy: row.createdBy && (names.get(row.createdBy) ?? ""),
      expiresAt: row.expiresAt.toISOString(),
      firstOpenedAt: row.firstOpenedAt?.toISOString() ?? null,
      lastOutcome: row.lastOutcome,
      errorCode: row.errorCode,
      settledAt: row.settledAt?.toISOString() ?? null,
    }))
  })
}
