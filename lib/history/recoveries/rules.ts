import type { Recoveries } from "@/lib/history/recoveries/schema"

/** What part of those that could recover did; null where there were none. */
export function shareRecovered({ lost, recovered, removed }: Pick<Recoveries, "lost" | "recovered" | "removed">) {
  const could = lost - removed
  return could > 0 ? recovered / could : null
}

/** Still not valid when the period ended. */
export const countOpen = ({ lost, recovered, removed }: Recoveries): number => lost - recovered - removed
