import type { BelvoLink } from "@/lib/belvo/link"
import type { Tracked } from "@/lib/history/rules"
import { refreshDueAt } from "@/lib/links/rules"

/** A link as the mirror's SQL takes it in, by column. Moments are texts with Belvo's microseconds. */
export type LinkRow = {
  id: string
  institution: string
  access_mode: string | null
  status: string
  refresh_rate: string | null
  created_by: string | null
  last_accessed_at: string | null
  external_id: string | null
  created_at: string
  institution_user_id: string | null
  credentials_storage: string | null
  stale_in: string | null
  fetch_resources: string[]
  extra: Record<string, unknown>
  status_since: string
  refresh_due_at: string | null
}

/** What the mirror had before, where an observation says something else or is only newer. */
export type HeldRow = {
  id: string
  differs: boolean
  institution: string
  accessMode: string | null
  status: string
  refreshRate: string | null
  externalId: string | null
  credentialsStorage: string | null
  statusSince: Date
  removedAt: Date | null
}

/** `held` null: seen for the first time. */
export function toRow(link: BelvoLink, held: HeldRow | null, observedAt: Date): LinkRow {
  return {
    id: link.id,
    institution: link.institution,
    access_mode: link.accessMode,
    status: link.status,
    refresh_rate: link.refreshRate,
    created_by: link.createdBy,
    last_accessed_at: link.lastAccessedAtText,
    external_id: link.externalId,
    created_at: link.createdAtText,
    institution_user_id: link.institutionUserId,
    credentials_storage: link.credentialsStorage,
    stale_in: link.staleIn,
    fetch_resources: link.fetchResources,
    extra: link.unknown,
    status_since: statusSince(link, held, observedAt).toISOString(),
    refresh_due_at: refreshDueAt(link.lastAccessedAt, link.refreshRate)?.toISOString() ?? null,
  }
}

/** In the order of their ids, in which every writer takes its locks. Of a link that is there twice, the later one. */
export function inLockOrder(links: readonly BelvoLink[]): BelvoLink[] {
  return [...new Map(links.map((link) => [link.id, link])).values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

export const trackedLink = (link: BelvoLink): Tracked => ({ ...pick(link), present: true })
export const trackedRow = (held: HeldRow): Tracked => ({ ...pick(held), present: held.removedAt === null })

const pick = ({
  institution,
  accessMode,
  status,
  refreshRate,
  externalId,
  credentialsStorage,
}: Omit<Tracked, "present">) => ({ institution, accessMode, status, refreshRate, externalId, credentialsStorage })

/** A connection that was never finished has been so from its beginning; of others we only know since when we have seen it. */
function statusSince(link: BelvoLink, held: HeldRow | null, observedAt: Date): Date {
  if (held && held.status === link.status) return held.statusSince
  return !held && link.status === "unconfirmed" ? link.createdAt : observedAt
}
