import type { BelvoLink } from "@/lib/belvo/link"
import type { Ctx } from "@/lib/ctx"
import { may, type Tx } from "@/lib/db"
import { keepGroups, lockLogins } from "@/lib/duplicates/commands"
import { keepPlanItems } from "@/lib/duplicates/plans/keeping/commands"
import { keepFindings } from "@/lib/external-ids/commands"
import { appendCounts, appendEvents, type LinkEvent } from "@/lib/history/commands"
import { changesBetween, countDeltas, type Move, type Tracked } from "@/lib/history/rules"
import type { Cause } from "@/lib/history/schema"
import { toLogin } from "@/lib/links/logins/rules"
import { enterMirror, type Seen } from "@/lib/mirror/rows/commands"
import { trackedLink } from "@/lib/mirror/rows/rules"
import { keepOrphans } from "@/lib/orphans/commands"
import { personal } from "@/lib/seal"
import { toDay } from "@/lib/time"

export type Observed = {
  /** The database's clock when the request could be sent. */
  observedAt: Date
  cause: Cause
  /** The sweep run, webhook event, session or other row that is the evidence. */
  causeId?: string | undefined
  requestId?: string | undefined
  /** A sweep whose windows do not overlap, so that its own pages say nothing of this one. */
  disjoint?: boolean | undefined
  /** Where each link of one reading has evidence of its own. */
  evidence?: ReadonlyMap<string, Evidence> | undefined
}
export type Evidence = { causeId: string | null; requestId: string | null }

/** The mirror writes for itself what its reader was allowed to ask Belvo for; anybody else stays who it is, and is refused. */
export const asMirror = (ctx: Ctx): Ctx =>
  may(ctx, ctx.actor.kind === "member" ? "links:live" : "keys:open")
    ? { ...ctx, actor: { kind: "system", name: "system:mirror", permissions: ["mirror:write"] } }
    : ctx

/** Of a link that is gone only the id is known. */
type Named = { id: string; link?: Pick<BelvoLink, "institution" | "institutionUserId"> }

export async function enterAs(tx: Tx, ctx: Ctx, observed: Observed, links: readonly Named[]): Promise<Seen> {
  const { observedAt, cause, causeId = null, disjoint = false } = observed
  const runId = disjoint ? causeId : null
  const seen = { environmentId: ctx.environment.id, observedAt, sweep: cause === "sweep", runId }
  await enterMirror(tx, seen)
  // A sweep has the mirror for itself, and what it knows already it does not even read.
  if (!seen.sweep) {
    const logins = links.flatMap(({ link }) => (link ? (toLogin(link) ?? []) : []))
    await lockLogins(tx, seen.environmentId, { ids: links.map(({ id }) => id), logins })
  }
  return seen
}

/** `alone`: of a first one, whether no other link has its login, where that was looked up. */
export type Sight = { linkId: string; before: Tracked | null; after: Tracked; alone?: boolean }

export const firstSight = (link: BelvoLink, { alone }: { alone: boolean }): Sight => ({
  ...{ linkId: link.id, before: null, after: trackedLink(link), alone },
})

export async function remember(tx: Tx, ctx: Ctx, observed: Observed, sights: readonly Sight[]): Promise<LinkEvent[]> {
  const { observedAt: at, cause, causeId = null, requestId = null, evidence } = observed
  const environmentId = ctx.environment.id
  const hash = (value: string | null) => value && personal(ctx.env.key, environmentId, value)
  const events = sights.flatMap(({ linkId, before, after }) =>
    changesBetween(before, after).map((change) => ({
      ...change,
      ...(change.kind === "external_id" ? { before: hash(change.before), after: hash(change.after) } : {}),
      linkId,
      institution: after.institution,
      ...(evidence?.get(linkId) ?? { causeId, requestId }),
    })),
  )
  const day = toDay(at)
  const moves: Move[] = sights.map(({ before, after }) => ({ day, before, after }))
  await appendEvents(tx, { environmentId, at, cause }, events)
  await appendCounts(tx, environmentId, countDeltas(moves))
  await keepFindings(tx, { environmentId, at }, sights)
  await keepGroups(tx, { environmentId, at }, sights)
  await keepPlanItems(tx, { environmentId, at }, sights)
  await keepOrphans(tx, { environmentId, at }, sights)
  return events
}
