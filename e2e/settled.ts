/**
 * The last day, UTC, of links that no test makes but the campaigns' (older than all others, so last): a list of those created
 * until then (`createdTo`) begins as it does while other tests add theirs and the simulated Belvo grows.
 */
export const weekAgo = (): string => new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10)

/** When all links of campaigns' tests were created. */
export const campaignsInstant = "2024-03-01T12:00:00Z"
