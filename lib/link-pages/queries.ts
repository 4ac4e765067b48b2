import type { Ctx } from "@/lib/ctx"
import { may, read } from "@/lib/db"
import { findLatestDeletion } from "@/lib/deletions/queries"
import { getEnvironmentFacts } from "@/lib/environments/queries"
import { AppError } from "@/lib/errors"
import { countBrokenToday } from "@/lib/history/incidents/queries"
import { listIntervals } from "@/lib/history/intervals/queries"
import type { LinkMay, LinkPage, Sibling } from "@/lib/link-pages/schema"
import { listTimeline } from "@/lib/link-pages/timeline/queries"
import { type FoundLink, findSiblings, getLink, type SiblingRow } from "@/lib/links/queries"
import { lastSeenAt } from "@/lib/links/rules"
import { cheapestRetrieval } from "@/lib/recovery/mfa/rules"
import { findLatestSession } from "@/lib/recovery/queries"
import { toCustomerLocale } from "@/lib/recovery/rules"
import { getRefreshState } from "@/lib/refreshes/queries"
import { findSyncedAt } from "@/lib/sync/queries"
import { dayMs } from "@/lib/time"

/** Everything that a link's page shows, of one moment; null where the mirror does not have the link. */
export function findLinkPage(ctx: Ctx, { id }: { id: string }): Promise<LinkPage | null> {
  return read(ctx, "links:read", async () => {
    const found = await findLink(ctx, id)
    return found && toPage(ctx, found)
  })
}

async function findLink(ctx: Ctx, id: string): Promise<FoundLink | null> {
  try {
    return await getLink(ctx, id)
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null
    throw error
  }
}

async function toPage(ctx: Ctx, { link, institution }: FoundLink): Promise<LinkPage> {
  const { country, type: _, createdBy: __, firstSeenAt: ___, extra, duplicate, orphan, ...facts } = link
  const of = { linkId: link.id }
  const siblings = await findSiblings(ctx, link)
  const broken = await countBrokenToday(ctx, { institution: link.institution })
  const isOneOfThem = link.status !== "valid" && ctx.now().getTime() - link.statusSince.getTime() < dayMs
  const environment = await getEnvironmentFacts(ctx)
  return {
    link: { ...facts, observedAt: lastSeenAt(link, await findSyncedAt(ctx)) },
    extra,
    institution: { displayName: institution?.displayName ?? null, country },
    flags: { duplicate, orphan, group: await findGroupId(ctx, link) },
    sameCustomer: siblings.sameCustomer.map(toSibling),
    sameLogin: siblings.sameLogin.map(toSibling),
    refresh: await getRefreshState(ctx, of),
    session: await findLatestSession(ctx, of),
    cheapest: cheapestRetrieval({ link, institution }),
    deletion: await findLatestDeletion(ctx, of),
    deletions: { holdHours: environment.deletionHoldHours, threshold: environment.deletionThreshold },
    brokenToday: Math.max(0, broken - (isOneOfThem ? 1 : 0)),
    timeline: await listTimeline(ctx, { ...of, after: null }),
    intervals: await listIntervals(ctx, of),
    customerLocale: toCustomerLocale(country, environment.customerLocale),
    memberId: ctx.actor.kind === "member" ? ctx.actor.id : null,
    may: toMay(ctx),
  }
}

/** Null where the link is the only one of its login. */
function findGroupId(ctx: Ctx, { institution, institutionUserId }: FoundLink["link"]): Promise<string | null> {
  if (institutionUserId === null) return Promise.resolve(null)
  const login = { environmentId: ctx.environment.id, institution, institutionUserId }
  return read(ctx, "links:read", async (db) => {
    const where = { environmentId_institution_institutionUserId: login }
    return (await db.duplicateGroup.findUnique({ where, select: { id: true } }))?.id ?? null
  })
}

const toSibling = ({ id, institution, status, createdAt, removedAt }: SiblingRow): Sibling => ({
  id,
  institution,
  status,
  createdAt,
  removedAt,
})

const toMay = (ctx: Ctx): LinkMay => ({
  live: may(ctx, "links:live"),
  refresh: may(ctx, "links:refresh"),
  session: may(ctx, "sessions:open"),
  note: may(ctx, "notes:write"),
  accessMode: may(ctx, "links:access-mode"),
  remove: may(ctx, "deletions:request"),
})
