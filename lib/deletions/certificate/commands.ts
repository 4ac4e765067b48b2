import { createHash } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import type { Tx } from "@/lib/db"
import { eachLinkText, listPage } from "@/lib/deletions/certificate/queries"
import { aroundLinks, canonical, outcomeOf } from "@/lib/deletions/certificate/rules"
import type { Certificate } from "@/lib/deletions/certificate/schema"
import { keyOf } from "@/lib/deletions/requests/moving/commands"

type Certified = { header: string; sha256: Buffer<ArrayBuffer>; counts: Record<string, number> }

/** What has come of a request that has ended: the certificate without its links, and the hash of the whole. */
export async function certify(
  tx: Tx,
  ctx: Ctx,
  { requestId, endedAt }: { requestId: string; endedAt: Date },
): Promise<Certified> {
  const head = await describe(tx, ctx, { requestId, endedAt })
  const header = canonical(head)
  const [before, after] = aroundLinks(header)
  const hash = createHash("sha256").update(before, "utf8")
  for await (const text of eachLinkText((from) => listPage(tx, { ctx, requestId, after: from }))) {
    hash.update(text, "utf8")
  }
  return { header, sha256: Buffer.from(hash.update(after, "utf8").digest()), counts: head.counts }
}

async function describe(
  tx: Tx,
  ctx: Ctx,
  { requestId, endedAt }: { requestId: string; endedAt: Date },
): Promise<Certificate> {
  const row = await tx.deletionRequest.findUniqueOrThrow({ where: keyOf(ctx, requestId) })
  const people = [row.createdBy, row.requestedBy, row.decidedBy].filter((id) => id !== null)
  const names = await tx.member.findMany({ where: { id: { in: people } }, select: { id: true, name: true } })
  const nameOf = (id: string) => names.find((one) => one.id === id)?.name ?? ""
  const act = (id: string | null, at: Date | null) =>
    id === null || at === null ? null : { by: { id, name: nameOf(id) }, at: at.toISOString() }
  return {
    version: 1,
    environment: ctx.environment.slug,
    request: requestId,
    source: row.source,
    chosen: { by: { id: row.createdBy, name: nameOf(row.createdBy) }, at: row.createdAt.toISOString() },
    requested: act(row.requestedBy, row.requestedAt),
    approval: act(row.decidedBy, row.decidedAt),
    approvalNeeded: row.needsApproval,
    holdHours: row.holdHours,
    heldUntil: row.heldUntil?.toISOString() ?? null,
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: endedAt.toISOString(),
    counts: await countOutcomes(tx, ctx, requestId),
    links: [],
  }
}

async function countOutcomes(tx: Tx, ctx: Ctx, requestId: string): Promise<Record<string, number>> {
  const rows = await tx.$queryRaw<{ state: string; count: number }[]>`
    SELECT state, count(*)::integer AS count FROM deletion
    WHERE environment_id = ${ctx.environment.id} AND request_id = ${requestId}::uuid GROUP BY state ORDER BY state`
  return Object.fromEntries(rows.map(({ state, count }) => [outcomeOf(state), count]))
}
