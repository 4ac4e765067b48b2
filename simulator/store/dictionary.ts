/** Few values, many rows: a row keeps the number, the dictionary keeps the value. */
export interface Dictionary<T extends string | null> {
  codeOf(value: T): number
  /** Undefined where no row ever had this value. */
  find(value: string): number | undefined
  valueAt(code: number): T
}

export function createDictionary<T extends string | null>(values: readonly [T, ...T[]]): Dictionary<T> {
  const [first] = values
  const known: T[] = [...values]
  const codes = new Map<string | null, number>(known.map((value, code) => [value, code]))
  return {
    codeOf(value) {
      const code = codes.get(value)
      if (code !== undefined) return code
      codes.set(value, known.length)
      return known.push(value) - 1
    },
    find: (value) => codes.get(value),
    valueAt: (code) => known[code] ?? first,
  }
}
