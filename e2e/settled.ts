/**
 * The last day, UTC, of links that no test makes: a list of those created until then (`createdTo`) stays as it is while
 * other tests add theirs and the simulated Belvo grows.
 */
export const weekAgo = (): string => new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10)
