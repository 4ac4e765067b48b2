/** One stretch of a link's life: Belvo's word for its status, `removed`, or null for time that nobody recorded. */
export type Interval = { status: string | null; from: Date; to: Date }

/** An event that tells of the status: `appeared`, `returned` and `status` carry what it is from then on, `removed` that it is gone. */
export type StatusEvent = { at: Date; kind: string; after: string | null }

export type Life = {
  createdAt: Date
  /** From when on something was recorded of it; null: nothing was. */
  knownFrom: Date | null
  /** In their order. */
  events: readonly StatusEvent[]
  now: Date
}

/** Without a gap from creation to now, oldest first; neighbours differ. */
export function toIntervals({ createdAt, knownFrom, events, now }: Life): Interval[] {
  const known = new Date(Math.min(now.getTime(), Math.max(createdAt.getTime(), knownFrom?.getTime() ?? now.getTime())))
  const marks = [
    { at: createdAt, status: null },
    ...events.filter(({ at }) => at < now).map((event) => ({ at: latest(event.at, known), status: statusOf(event) })),
  ]
  const pieces = marks.map(({ at, status }, index) => ({ status, from: at, to: marks[index + 1]?.at ?? now }))
  return joined(pieces.filter(({ from, to }) => from < to))
}

/** How long it was what, longest first; unrecorded time stands last. */
export function timeInStatus(intervals: readonly Interval[]): { status: string | null; ms: number }[] {
  const byStatus = Map.groupBy(intervals, ({ status }) => status)
  return [...byStatus]
    .map(([status, parts]) => ({
      status,
      ms: parts.reduce((sum, { from, to }) => sum + to.getTime() - from.getTime(), 0),
    }))
    .toSorted((a, b) => Number(a.status === null) - Number(b.status === null) || b.ms - a.ms)
}

const statusOf = ({ kind, after }: StatusEvent): string | null => (kind === "removed" ? "removed" : after)

const latest = (a: Date, b: Date): Date => (a > b ? a : b)

function joined(pieces: readonly Interval[]): Interval[] {
  const whole: Interval[] = []
  for (const piece of pieces) {
    const last = whole.at(-1)
    if (last?.status === piece.status) whole[whole.length - 1] = { ...last, to: piece.to }
    else whole.push(piece)
  }
  return whole
}
