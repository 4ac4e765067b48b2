import type { BelvoLink } from "@/lib/belvo/link"
import type { Tracked } from "@/lib/history/rules"
import { toLogin } from "@/lib/links/logins/rules"
import { refreshDueAt } from "@/lib/links/rules"

/**
 * A link as the mirror's SQL takes it in. `digest`, 32 digits of a UUID, is of what Belvo wrote, so that a link whose digest is known
 * need not be read. `link` and `json` are made when first asked for: an object of all that Belvo says of it, by column, moments as
 * texts with Belvo's microseconds.
 */
export type Said = { readonly id: string; readonly digest: string; readonly link: BelvoLink; readonly json: string }

/** One reading, in the order of its ids, in which every writer takes its locks; of a link that is there twice, the later one. */
export type Sheet = readonly Said[]

/** What the mirror had before, where an observation says something else or is only newer. */
export type HeldRow = {
  id: string
  differs: boolean
  digest: string | null
  institution: string
  accessMode: string | null
  status: string
  refreshRate: string | null
  externalId: string | null
  credentialsStorage: string | null
  institutionUserId: string | null
  statusSince: Date
  removedAt: Date | null
}

/** Logins that more than one link has, as PostgreSQL has them; where only their institutions differ, too. */
export function repeatedLogins(sheet: Sheet): string[] {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { link } of sheet) {
    const login = toLogin(link)?.institutionUserId
    if (login === undefined) continue
    if (seen.has(login)) repeated.add(login)
    seen.add(login)
  }
  return [...repeated]
}

/** The row as JSON, with what follows from what is said. `held` null: seen for the first time. */
export function toRow({ link, json, digest }: Said, held: HeldRow | null, observedAt: Date): string {
  const since = statusSince(link, held, observedAt).toISOString()
  const due = refreshDueAt(link.lastAccessedAt, link.refreshRate)?.toISOString()
  // Two answers of Belvo may write the same link in two ways: then the first stays, which sweeps know it by.
  const kept = held && !held.differs && held.digest ? held.digest : digest
  return `${json.slice(0, -1)},"status_since":"${since}","refresh_due_at":${due ? `"${due}"` : null},"digest":"${kept}"}`
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
  institutionUserId,
}: Omit<Tracked, "present">) => ({
  ...{ institution, accessMode, status, refreshRate, externalId },
  ...{ credentialsStorage, institutionUserId },
})

/** A connection that was never finished has been so from its beginning; of others we only know since when we have seen it. */
function statusSince(link: BelvoLink, held: HeldRow | null, observedAt: Date): Date {
  if (held && held.status === link.status) return held.statusSince
  return !held && link.status === "unconfirmed" ? link.createdAt : observedAt
}
