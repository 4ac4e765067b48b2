import { mix, share } from "@/simulator/random"

/** One salt a question, so that no answer depends on how many were asked before. */
const salts = {
  created: 1,
  digits: 2,
  institution: 3,
  origin: 4,
  origin_distance: 5,
  external: 6,
  dirty: 7,
  person: 8,
  mode: 9,
  rate: 10,
  storage: 11,
  stale: 12,
  resources: 13,
  stuck: 14,
  stuck_since: 15,
  initial: 16,
  initial_access: 17,
  removal: 18,
  removed_at: 19,
  first_status: 20,
  confirmed_at: 21,
  incident: 22,
  incident_at: 23,
  wave: 24,
  wave_at: 25,
  known: 26,
  dangling: 27,
  fragile: 28,
  lost: 29,
} as const

export type Question = keyof typeof salts

/** What is true of each row of a generated world, always the same for the same seed. */
export interface Chance {
  /** A fraction in [0, 1). */
  of(row: number, question: Question): number
  below(row: number, question: Question, bound: number): number
  /** The `step`th draw of a series, as a fraction. */
  series(row: number, step: number): number
}

export function createChance(seed: number): Chance {
  return {
    of: (row, question) => share(seed, row, 500 + salts[question]),
    below: (row, question, bound) => mix(seed, row, 500 + salts[question]) % bound,
    series: (row, step) => share(seed, row, 560 + step),
  }
}

/** Picks by cumulated shares: `pick(0.9, [["a", 0.8], ["b", 1]])` is "b". */
export function pick<T>(fraction: number, choices: readonly (readonly [T, number])[], otherwise: T): T {
  for (const [value, upTo] of choices) if (fraction < upTo) return value
  return otherwise
}
