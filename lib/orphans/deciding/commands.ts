import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { conflict, forbidden, notFound } from "@/lib/errors"
import { refuseAmongMany } from "@/lib/orphans/rules"
import type {
  AdoptOrphan,
  Decided,
  IgnoreOrphans,
  NamedOrphans,
  OrphanReason,
  OrphanState,
  SkipReason,
} from "@/lib/orphans/schema"
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
    await decide(tx, ctx, { ...decision, links: [{ linkId, externalId }] })
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
    const sorted = sort(ids, await lockOrphans(tx, ctx, ids), (row) => refuseAmongMany(row))
    const links = sorted.taken.map(({ linkId, matchedExternalId }) => ({ linkId, externalId: matchedExternalId }))
    await decide(tx, ctx, { kind: "adopt", basis: "exact", links })
    return { result: sorted.decided, audit: entryOf("orphan.adopted", sorted, { basis: "exact" }) }
  })
}

/** That their users were asked to connect anew. */
export function markAsked(ctx: Ctx, { ids }: NamedOrphans): Promise<Decided> {
  return write(ctx, "orphans:resolve", async (tx) => {
    const sorted = sort(ids, await lockOrphans(tx, ctx, ids), ({ state }) => (state === "open" ? null : "decided"))
    await decide(tx, ctx, { kind: "ask", links: sorted.taken })
    return { result: sorted.decided, audit: entryOf("orphan.asked", sorted) }
  })
}

/** Until the end of a day; then they are open again. */
export function ignoreOrphans(ctx: Ctx, { ids, note, until }: IgnoreOrphans): Promise<Decided> {
  return write(ctx, "orphans:resolve", async (tx) => {
    const ends = startOfDay(addDays(until, 1))
    if (ends <= ctx.now()) throw conflict("orphan.untilOver")
    const sorted = sort(ids, await lockOrphans(tx, ctx, ids), ({ state }) => (state === "open" ? null : "decided"))
    await decide(tx, ctx, { kind: "ignore", note, until: ends, links: sorted.taken })
    return { result: sorted.decided, audit: entryOf("orphan.ignored", sorted, { until }) }
  })
}

/** Opens them again, as long as no file has taken an adoption along. */
export function undoDecisions(ctx: Ctx, { ids }: NamedOrphans): Promise<Decided> {
  return write(ctx, "orphans:resolve", async (tx) => {
    const environmentId = ctx.environment.id
    const sorted = sort(ids, await lockOrphans(tx, ctx, ids), ({ state, exported }) =>
      state === "open" ? "undecided" : exported ? "exported" : null,
    )
    const linkIds = sorted.taken.map(({ linkId }) => linkId)
    const { count } = await tx.orphanDecision.updateMany({
      where: { environmentId, linkId: { in: linkIds }, closedAt: null, exportId: null },
      data: { closedAt: ctx.now(), closedAs: "undone" },
    })
    // A file that was made at the same moment has taken one of them along.
    if (count !== linkIds.length) throw conflict("orphan.decided")
    await tx.orphan.updateMany({
      where: { environmentId, linkId: { in: linkIds } },
      data: { state: "open", decisionId: null },
    })
    return { result: sorted.decided, audit: entryOf("orphan.decision_undone", sorted) }
  })
}

type Held = {
  linkId: string
  reason: OrphanReason
  matchedExternalId: string | null
  status: string
  state: OrphanState
  exported: boolean
}

/** Held until the end, by id, so that of two who decide the same the second sees what the first did. */
function lockOrphans(tx: Tx, { environment }: Ctx, ids: readonly string[]): Promise<Held[]> {
  return tx.$queryRaw<Held[]>`
    SELECT o.link_id::text AS "linkId", o.reason, o.matched_external_id AS "matchedExternalId", o.status, o.state,
      EXISTS (SELECT FROM orphan_decision d
        WHERE d.environment_id = ${environment.id} AND d.id = o.decision_id AND d.export_id IS NOT NULL) AS exported
    FROM orphan o WHERE o.environment_id = ${environment.id} AND o.link_id = ANY (${[...ids]}::uuid[])
    ORDER BY o.link_id FOR UPDATE OF o`
}

type Sorted = { taken: Held[]; decided: Decided }

/** Throws NOT_FOUND where none is an orphan, CONFLICT where nothing can be done since somebody was first. */
function sort(ids: readonly string[], rows: readonly Held[], refuse: (row: Held) => SkipReason | null): Sorted {
  const found = new Map(rows.map((row) => [row.linkId, row]))
  const taken = rows.filter((row) => refuse(row) === null)
  const skipped = [...new Set(ids)].flatMap((linkId) => {
    const row = found.get(linkId)
    const why = row ? refuse(row) : "gone"
    return why === null ? [] : [{ linkId, why }]
  })
  if (rows.length === 0) throw notFound()
  if (taken.length === 0 && skipped.every(({ why }) => why === "decided")) throw conflict("orphan.decided")
  return { taken, decided: { count: taken.length, skipped, skippedCount: skipped.length } }
}

type Decision = {
  kind: "adopt" | "ask" | "ignore"
  basis?: OrphanReason | "typed"
  note?: string
  until?: Date
  links: readonly { linkId: string; externalId?: string | null }[]
}
const stateOf = { adopt: "adopted", ask: "asked", ignore: "ignored" } as const satisfies Record<string, OrphanState>

/** Of links whose rows are held. */
async function decide(tx: Tx, ctx: Ctx, { kind, basis, note, until, links }: Decision): Promise<void> {
  if (ctx.actor.kind !== "member") throw forbidden("orphans:resolve")
  if (links.length === 0) return
  const environmentId = ctx.environment.id
  const rows = links.map(({ linkId, externalId }) => ({ linkId, externalId: kind === "adopt" ? externalId : null }))
  await tx.$executeRaw`
    WITH made AS (
      INSERT INTO orphan_decision (environment_id, link_id, kind, external_id, basis, note, until, decided_by, decided_at)
      SELECT ${environmentId}, n."linkId", ${kind}, n."externalId", ${basis ?? null}, ${note ?? null}, ${until ?? null}::timestamptz,
        ${ctx.actor.id}::uuid, ${ctx.now()}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n ("linkId" uuid, "externalId" text)
      RETURNING id, link_id)
    UPDATE orphan o SET state = ${stateOf[kind]}, decision_id = made.id FROM made
    WHERE o.environment_id = ${environmentId} AND o.link_id = made.link_id`
}

/** Links by their ids, never by whose they are. */
function entryOf(action: string, { taken, decided }: Sorted, more: Record<string, string> = {}) {
  const links = taken.map(({ linkId }) => linkId)
  const [only = ""] = links
  const { count, skippedCount: skipped } = decided
  if (count === 1) return { action, entity: "link", entityId: only, after: { ...more, skipped } }
  return { action, entity: "orphans", entityId: `${count}`, after: { ...more, count, skipped, links } }
}
