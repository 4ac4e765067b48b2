import { createHash } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import type { Prisma } from "@/prisma/generated/client"

/** JSON that an entry may hold; personal values of end users only as `personal()` of lib/seal. */
export type AuditValue =
  | string
  | number
  | boolean
  | null
  | readonly AuditValue[]
  | { readonly [name: string]: AuditValue }

export type AuditEntry = {
  /** noun.verb in the past tense, such as `session.opened` */
  action: string
  entity: string
  entityId: string
  before?: AuditValue
  after?: AuditValue
  /** `installation` for members, environments and sign-in; otherwise the environment's own chain. */
  chain?: "environment" | "installation"
}

/** The last statements before commit: each chain's head is locked only from here on, the installation's first. */
export async function appendAudit(
  tx: Prisma.TransactionClient,
  ctx: Ctx,
  entries: readonly AuditEntry[],
): Promise<void> {
  const at = ctx.now()
  const chained = entries.map((entry) => ({ chain: chainOf(ctx, entry), body: bodyOf(ctx, entry) }))
  for (const { chain, body } of chained.toSorted((a, b) => a.chain - b.chain)) {
    await tx.$queryRaw`SELECT append_audit(${chain}::integer, ${at}::timestamptz, ${body})`
  }
}

/** The hash that follows `previousHash`; `microseconds` since 1970. Computed here anew, not asked of the database. */
export function nextHash(previousHash: Uint8Array, entry: { seq: bigint; microseconds: bigint; body: string }): Buffer {
  return createHash("sha256")
    .update(previousHash)
    .update(`${entry.seq}\n${entry.microseconds}\n${entry.body}`, "utf8")
    .digest()
}

const chainOf = (ctx: Ctx, entry: AuditEntry): number => (entry.chain === "installation" ? 0 : ctx.environment.id)

function bodyOf(ctx: Ctx, { chain: _, ...entry }: AuditEntry): string {
  const actor = ctx.actor.kind === "member" ? `member:${ctx.actor.id}` : ctx.actor.name
  return JSON.stringify({ actor, ...entry, requestId: ctx.requestId, ...(ctx.seeded ? { seeded: true } : {}) })
}
