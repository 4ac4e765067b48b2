/** What a link's history tells. A new `last_accessed_at` alone is no event. */
export const eventKinds = [
  "appeared",
  "removed",
  "returned",
  "status",
  "access_mode",
  "refresh_rate",
  "external_id",
  "storage",
] as const
export type EventKind = (typeof eventKinds)[number]

/** How an observation came about: a sweep's page, a webhook's re-read, a person's look or deed, a job of ours. */
export const causes = ["sweep", "webhook", "live", "session", "refresh", "deletion", "access_mode"] as const
export type Cause = (typeof causes)[number]
