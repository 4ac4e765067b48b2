import type { Ctx } from "@/lib/ctx"
import { record, type Tx } from "@/lib/db"
import { conflict } from "@/lib/errors"
import type { BulkInput } from "@/lib/orphans/bulk/schema"
import { decide, type Held, lockOrphans, reopen } from "@/lib/orphans/deciding/rows/commands"
import { linksAtOnce, refuse } from "@/lib/orphans/rules"
import type { BulkKind, SkipReason } from "@/lib/orphans/schema"

const longest = { timeoutMs: 60_000 }

/** Decides about some of the frozen links at a time; goes on where it was interrupted, and ends where somebody has taken it back. */
export async function runBulk(ctx: Ctx, { bulkId }: BulkInput, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const stretch = async (tx: Tx) => {
      const { isOver, came } = await bulkStretch(tx, ctx, bulkId)
      const entry = { action: "orphan.bulk_ended", entity: "orphan_bulk", entityId: bulkId }
      return { result: isOver, ...(came ? { audit: { ...entry, after: came } } : {}) }
    }
    if (await record(ctx, "orphans:decide", stretch, longest)) return
  }
}

type Bulk = {
  kind: BulkKind
  note: string | null
  until: Date | null
  undoes: string | null
  state: string
  done: number
  memberId: string
}

/** `came`: what came of all of it, where this was the last. */
export type Stretch = { isOver: boolean; came?: Came }
type Came = { links: number; decided: number; leftOut: Record<string, number> }

/** Decides about the next links of it. */
export async function bulkStretch(tx: Tx, ctx: Ctx, bulkId: string): Promise<Stretch> {
  const environmentId = ctx.environment.id
  const [bulk] = await tx.$queryRaw<Bulk[]>`
    SELECT kind, note, until, undoes::text, state, done, member_id::text AS "memberId" FROM orphan_bulk
    WHERE environment_id = ${environmentId} AND id = ${bulkId}::uuid FOR UPDATE`
  if (bulk?.state !== "running") return { isOver: true }
  const items = await tx.orphanBulkItem.findMany({
    where: { environmentId, bulkId, place: { gt: bulk.done } },
    orderBy: { place: "asc" },
    take: linksAtOnce,
    select: { linkId: true },
  })
  const ids = items.map(({ linkId }) => linkId)
  const held = await lockOrphans(tx, ctx, ids)
  const taken = held.filter((row) => whyNot(bulk, row) === null)
  await carryOut(tx, ctx, { bulk, bulkId, taken })
  await note(tx, { environmentId, bulkId, outcomes: outcomesOf(bulk, ids, held) })
  const isOver = items.length < linksAtOnce
  await tx.orphanBulk.updateMany({
    where: { environmentId, id: bulkId },
    data: {
      ...{ done: { increment: items.length }, decided: { increment: taken.length } },
      ...(isOver ? { state: "done", endedAt: ctx.now(), note: null } : {}),
    },
  })
  return isOver ? { isOver, came: await countOutcomes(tx, environmentId, bulkId) } : { isOver }
}

/** What somebody has decided since is theirs. */
function whyNot({ kind, undoes }: Bulk, row: Held): SkipReason | null {
  return refuse(kind, row) ?? (undoes !== null && row.bulkId !== undoes ? "decided" : null)
}

type Deed = { bulk: Bulk; bulkId: string; taken: readonly Held[] }

async function carryOut(tx: Tx, ctx: Ctx, { bulk, bulkId, taken }: Deed): Promise<void> {
  const { kind, memberId, note, until } = bulk
  if (kind === "undo") {
    const linkIds = taken.map(({ linkId }) => linkId)
    if ((await reopen(tx, ctx, linkIds)) !== linkIds.length) throw conflict("orphan.decided")
    return
  }
  const links = taken.map(({ linkId, matchedExternalId }) => ({ linkId, externalId: matchedExternalId }))
  const basis = kind === "adopt" ? { basis: "exact" as const } : {}
  await decide(tx, ctx, { kind, memberId, bulkId, note, until, ...basis, links })
}

type Outcome = { linkId: string; outcome: "taken" | SkipReason }

function outcomesOf(bulk: Bulk, ids: readonly string[], held: readonly Held[]): Outcome[] {
  const rows = new Map(held.map((row) => [row.linkId, row]))
  return ids.map((linkId) => {
    const row = rows.get(linkId)
    return { linkId, outcome: row ? (whyNot(bulk, row) ?? "taken") : "gone" }
  })
}

type Noted = { environmentId: number; bulkId: string; outcomes: readonly Outcome[] }

async function note(tx: Tx, { environmentId, bulkId, outcomes }: Noted): Promise<void> {
  await tx.$executeRaw`
    UPDATE orphan_bulk_item i SET outcome = n.outcome
    FROM orphan_bulk b, jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) AS n ("linkId" uuid, outcome text)
    WHERE b.environment_id = ${environmentId} AND b.id = ${bulkId}::uuid AND i.environment_id = ${environmentId} AND i.bulk_id = b.id
      AND i.place > b.done AND i.place <= b.done + ${outcomes.length} AND i.link_id = n."linkId"`
}

async function countOutcomes(tx: Tx, environmentId: number, bulkId: string): Promise<Came> {
  const where = { environmentId, bulkId }
  const groups = await tx.orphanBulkItem.groupBy({ by: ["outcome"], where, _count: true, orderBy: { outcome: "asc" } })
  const counts = Object.fromEntries(groups.map(({ outcome, _count }) => [outcome ?? "", _count]))
  const { taken: decided = 0, ...leftOut } = counts
  return { links: groups.reduce((sum, { _count }) => sum + _count, 0), decided, leftOut }
}
