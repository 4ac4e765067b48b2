import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { conflict, forbidden, notFound } from "@/lib/errors"
import { decide, type Held, lockOrphans, reopen } from "@/lib/orphans/deciding/rows/commands"
import { refuse } from "@/lib/orphans/rules"
import type { AdoptOrphan, Decided, IgnoreOrphans, NamedOrphans, SkipReason } from "@/lib/orphans/schema"
import { personal } from "@/lib/seal"
import { addDays, startOfDay } from "@/lib/time"

/** Records whose a link is: the user that is proposed, or one that a person names. Throws NOT_FOUND, and CONFLICT where it is decided or the proposal has changed. */
export function adoptOrphan(ctx: Ctx, { linkId, externalId, basis }: AdoptOrphan): Promise<Decided> {
  return write(ctx, "orphans:resolve", async (tx) => {
    const [row] = await lockOrphans(tx, ctx, [linkId])
    if (!row) throw notFound()
    if (row.state !== "open") throw conflict("orphan.decided")
    if (row.status !== "valid") throw conflict("orphan.notValid")
    if (basis === "proposed" && row.matchedExternalId !== externalId) throw conflict("orphan.proposalChanged")
    const decision = { kind: "adopt", basis: basis === "typed" ? "typed" : row.reason } as const
    await decide(tx, ctx, { ...decision, memberId: memberOf(ctx), links: [{ linkId, externalId }] })
    const after = { basis: decision.basis, externalId: personal(ctx.env.key, ctx.environment.id, externalId) }
    return {
      result: { count: 1, skipped: [], skippedCount: 0 },
      audit: { action: "orphan.adopted", entity: "link", entityId: linkId, after },
    }
  })
}

/** Of these links those that match a user exactly, work and are undecided; the others are named with why they were left out. */
export function adoptNamed(ctx: Ctx, { ids }: NamedOrphans): Promise<Decided> {
  return write(ctx, "orphans:resolve", async (tx) => {
    const sorted = sort(ids, await lockOrphans(tx, ctx, ids), (row) => refuse("adopt", row))
    const links = sorted.taken.map(({ linkId, matchedExternalId }) => ({ linkId, externalId: matchedExternalId }))
    await decide(tx, ctx, { kind: "adopt", memberId: memberOf(ctx), basis: "exact", links })
    return { result: sorted.decided, audit: entryOf("orphan.adopted", sorted, { basis: "exact" }) }
  })
}

/** That their users were asked to connect anew. */
export function markAsked(ctx: Ctx, { ids }: NamedOrphans): Promise<Decided> {
  return write(ctx, "orphans:resolve", async (tx) => {
    const sorted = sort(ids, await lockOrphans(tx, ctx, ids), (row) => refuse("ask", row))
    await decide(tx, ctx, { kind: "ask", memberId: memberOf(ctx), links: sorted.taken })
    return { result: sorted.decided, audit: entryOf("orphan.asked", sorted) }
  })
}

/** Until the end of a day; then they are open again. */
export function ignoreOrphans(ctx: Ctx, { ids, note, until }: IgnoreOrphans): Promise<Decided> {
  return write(ctx, "orphans:resolve", async (tx) => {
    const ends = startOfDay(addDays(until, 1))
    if (ends <= ctx.now()) throw conflict("orphan.untilOver")
    const sorted = sort(ids, await lockOrphans(tx, ctx, ids), (row) => refuse("ignore", row))
    await decide(tx, ctx, { kind: "ignore", memberId: memberOf(ctx), note, until: ends, links: sorted.taken })
    return { result: sorted.decided, audit: entryOf("orphan.ignored", sorted, { until }) }
  })
}

/** Opens them again, as long as no file has taken an adoption along. */
export function undoDecisions(ctx: Ctx, { ids }: NamedOrphans): Promise<Decided> {
  return write(ctx, "orphans:resolve", async (tx) => {
    const sorted = sort(ids, await lockOrphans(tx, ctx, ids), (row) => refuse("undo", row))
    const linkIds = sorted.taken.map(({ linkId }) => linkId)
    if ((await reopen(tx, ctx, linkIds)) !== linkIds.length) throw conflict("orphan.decided")
    return { result: sorted.decided, audit: entryOf("orphan.decision_undone", sorted) }
  })
}

type Sorted = { taken: Held[]; decided: Decided }

/** Throws NOT_FOUND where none is an orphan, CONFLICT where nothing can be done since somebody was first. */
function sort(ids: readonly string[], rows: readonly Held[], whyNot: (row: Held) => SkipReason | null): Sorted {
  const found = new Map(rows.map((row) => [row.linkId, row]))
  const taken = rows.filter((row) => whyNot(row) === null)
  const skipped = [...new Set(ids)].flatMap((linkId) => {
    const row = found.get(linkId)
    const why = row ? whyNot(row) : "gone"
    return why === null ? [] : [{ linkId, why }]
  })
  if (rows.length === 0) throw notFound()
  if (taken.length === 0 && skipped.every(({ why }) => why === "decided")) throw conflict("orphan.decided")
  return { taken, decided: { count: taken.length, skipped, skippedCount: skipped.length } }
}

/** Links by their ids, never by whose they are. */
function entryOf(action: string, { taken, decided }: Sorted, more: Record<string, string> = {}) {
  const links = taken.map(({ linkId }) => linkId)
  const [only = ""] = links
  const { count, skippedCount: skipped } = decided
  if (count === 1) return { action, entity: "link", entityId: only, after: { ...more, skipped } }
  return { action, entity: "orphans", entityId: `${count}`, after: { ...more, count, skipped, links } }
}

function memberOf({ actor }: Ctx): string {
  if (actor.kind !== "member") throw forbidden("orphans:resolve")
  return actor.id
}
