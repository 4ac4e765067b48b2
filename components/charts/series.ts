import type { ToneName } from "@/components/ui/tokens"

/** One band of a stack. */
export type Series = { key: string; label: string; tone: ToneName }

/** What was counted on a UTC day; null where nothing was recorded, which is not zero. */
export type ChartDay = { day: string; values: Readonly<Record<string, number>> | null }

/** Where a day leads: its address is `prefix` and the day. Days from `until` on lead nowhere. */
export type DayLinks = { prefix: string; until: string }

export const dayHref = (links: DayLinks | undefined, day: string): string | null =>
  links !== undefined && day < links.until ? `${links.prefix}${day}` : null

export type Span = readonly [from: number, to: number]

/** A day as it is drawn: for each series where its band begins and ends, in counts or in shares of one. */
export type StackedDay = { day: string; spans: Readonly<Record<string, Span>> | null; total: number }

/** The first series lies at the bottom. A day without a recording stays one, and so becomes a gap. */
export function stackDays(series: readonly Series[], days: readonly ChartDay[], share = false): StackedDay[] {
  return days.map(({ day, values }) => {
    if (values === null) return { day, spans: null, total: 0 }
    const total = series.reduce((sum, { key }) => sum + (values[key] ?? 0), 0)
    const unit = share ? total || 1 : 1
    let from = 0
    const spans: Record<string, Span> = {}
    for (const { key } of series) {
      const to = from + (values[key] ?? 0) / unit
      spans[key] = [from, to]
      from = to
    }
    return { day, spans, total }
  })
}

/**
 * Where a name of the given width (in days) lies wholly within its band, at the roomiest place: the index of its middle
 * day and the span that is free all along it. Null: nowhere.
 */
export function roomiestPlace(
  stacked: readonly StackedDay[],
  key: string,
  widthDays: number,
): { index: number; span: Span } | null {
  const half = Math.ceil(widthDays / 2)
  let best: { index: number; span: Span } | null = null
  for (let index = half; index < stacked.length - half; index++) {
    const span = freeSpan(stacked.slice(index - half, index + half + 1), key)
    if (span !== null && (best === null || span[1] - span[0] > best.span[1] - best.span[0])) best = { index, span }
  }
  return best
}

function freeSpan(window: readonly StackedDay[], key: string): Span | null {
  let [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (const { spans } of window) {
    const span = spans?.[key]
    if (span === undefined) return null
    from = Math.max(from, span[0])
    to = Math.min(to, span[1])
  }
  return to > from ? [from, to] : null
}

/** A recorded day between two that are not: too narrow for an area, so it is drawn as a line. */
export function isLonely(stacked: readonly StackedDay[], index: number): boolean {
  const recorded = (at: number) => (stacked[at]?.spans ?? null) !== null
  return recorded(index) && !recorded(index - 1) && !recorded(index + 1)
}
