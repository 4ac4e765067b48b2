const kinds = { u16: Uint16Array, i32: Int32Array, f64: Float64Array }

/** A growing typed array: a million links stay within some tens of megabytes. */
export interface Column {
  get(row: number): number
  set(row: number, value: number): void
}

export function createColumn(kind: keyof typeof kinds, capacity = 64): Column {
  let data = new kinds[kind](capacity)
  return {
    get: (row) => data[row] ?? 0,
    set(row, value) {
      if (row >= data.length) {
        const grown = new kinds[kind](Math.max(row + 1, data.length * 2))
        grown.set(data)
        data = grown
      }
      data[row] = value
    },
  }
}
