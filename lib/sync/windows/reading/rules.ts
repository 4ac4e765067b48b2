import type { StoredWindow } from "@/lib/sync/windows/commands"

/** `count`: ask for it before the windows of its span. `compare`: hold the count, or one taken now, against what they had. */
export type Step<W> = { does: "count" | "read" | "compare"; window: W }

/**
 * In the order in which they are begun, by so many at once. A count is asked for while the end of the span before it is still being
 * read, so that nobody waits for it.
 */
export function toSteps<W extends Pick<StoredWindow, "kind" | "span" | "count">>(
  windows: readonly W[],
  atOnce: number,
): Step<W>[] {
  const steps: Step<W>[] = []
  for (const parts of Map.groupBy(windows, ({ span }) => span).values()) {
    const counts = parts.filter(({ kind }) => kind !== "links")
    const untaken = counts.filter(({ kind, count }) => kind === "count" && count === null)
    steps.splice(Math.max(0, steps.length - atOnce), 0, ...untaken.map(to("count")))
    steps.push(...parts.filter(({ kind }) => kind === "links").map(to("read")), ...counts.map(to("compare")))
  }
  return steps
}

const to = (does: Step<unknown>["does"]) => {
  return <W>(window: W): Step<W> => ({ does, window })
}
