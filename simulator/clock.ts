export interface Clock {
  now: () => Date
  /** Into the future only: Belvo's clock never goes back. */
  advance: (ms: number) => void
}

/** A clock that runs like its source and may be pushed ahead. */
export function createClock(source: () => number): Clock {
  let ahead = 0
  return {
    now: () => new Date(source() + ahead),
    advance(ms) {
      if (ms > 0) ahead += ms
    },
  }
}
