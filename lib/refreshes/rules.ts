import type { LinkResource, RefreshOutcome } from "@/lib/refreshes/schema"
import { dayMs, minuteMs } from "@/lib/time"

/** Belvo refreshes a link once in ten minutes. */
export const coolDownMinutes = 10
/** So long one request of ours keeps a second away while its answer is awaited. */
const inFlightMs = 15_000

/** From when a link may be refreshed again; `minutes` is Belvo's word where it refused. */
export function coolsDownAt(outcome: RefreshOutcome, now: Date, minutes = coolDownMinutes): Date {
  const waitMs: Record<RefreshOutcome, number> = {
    requested: inFlightMs,
    accepted: coolDownMinutes * minuteMs,
    cooling_down: minutes * minuteMs,
    token_required: 0,
    gone: 0,
    failed: 0,
  }
  return new Date(now.getTime() + waitMs[outcome])
}

export type Readiness = "ready" | "awaited" | "unheard"

/** A first retrieval may take a day; of older links Belvo may have spoken before anybody listened. */
const firstRetrievalMs = dayMs

/** What Belvo has said of a resource: that it is there, nothing yet although it was asked for, or nothing at all. */
export function readinessOf(resource: LinkResource | undefined, createdAt: Date, now: Date): Readiness {
  const { requestedAt = null, readyAt = null } = resource ?? {}
  if (readyAt !== null && (requestedAt === null || readyAt >= requestedAt)) return "ready"
  if (requestedAt !== null) return "awaited"
  return now.getTime() - createdAt.getTime() < firstRetrievalMs ? "awaited" : "unheard"
}

/** Every resource that the link fetches or that anybody has asked for, by name. */
export function listReadiness(
  known: readonly LinkResource[],
  link: { fetchResources: readonly string[]; createdAt: Date },
  now: Date,
): { resource: string; readiness: Readiness; at: string | null }[] {
  const names = [...new Set([...link.fetchResources, ...known.map(({ resource }) => resource)])].toSorted()
  return names.map((resource) => {
    const row = known.find((one) => one.resource === resource)
    const readiness = readinessOf(row, link.createdAt, now)
    return { resource, readiness, at: (readiness === "ready" ? row?.readyAt : row?.requestedAt) ?? null }
  })
}

const refusals: Record<string, string> = {
  invalid_link: "refresh.invalidLink",
  unconfirmed_link: "refresh.unconfirmedLink",
  expired_credentials: "refresh.expiredCredentials",
  institution_down: "refresh.institutionDown",
  institution_unavailable: "refresh.institutionDown",
  institution_inactive: "refresh.institutionInactive",
  too_many_sessions: "refresh.tooManySessions",
  unsupported_operation: "refresh.unsupported",
}

/** The sentence for a refusal of Belvo's that people meet every day; null where Belvo's own words must do. */
export const refusalKey = (belvoCode: string): string | null => refusals[belvoCode] ?? null
