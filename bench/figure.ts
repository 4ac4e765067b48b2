/** One line of the result. `ok` is null where a figure has no bound and is only told. */
export type Figure = { name: string; figure: string; bound: string; ok: boolean | null }

export function atMost(name: string, value: number, most: number, unit = ""): Figure {
  return { name, figure: withUnit(value, unit), bound: `at most ${withUnit(most, unit)}`, ok: value <= most }
}

export function atLeast(name: string, value: number, least: number, unit = ""): Figure {
  return { name, figure: withUnit(value, unit), bound: `at least ${withUnit(least, unit)}`, ok: value >= least }
}

export function told(name: string, figure: string): Figure {
  return { name, figure, bound: "", ok: null }
}

export function toLine({ name, figure, bound, ok }: Figure): string {
  const verdict = ok === null ? "told" : ok ? "ok" : "not ok"
  return [name.padEnd(64), figure.padStart(14), bound.padEnd(22), verdict].join("  ")
}

/** The smallest value that `share` of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (found === undefined) throw new Error("Nothing was measured")
  return found
}

export const p95 = (values: readonly number[]): number => percentile(values, 0.95)
export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** Milliseconds that some work takes, and its answer. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; answer: T }> {
  const startedAt = performance.now()
  const answer = await work()
  return { ms: performance.now() - startedAt, answer }
}

function withUnit(value: number, unit: string): string {
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0
  return `${Number(value.toFixed(digits))}${unit && ` ${unit}`}`
}
