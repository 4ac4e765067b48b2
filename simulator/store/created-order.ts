import type { Column } from "@/simulator/store/column"

/** Living rows, oldest first. Positions are what paging counts, so page 1,000 costs what page 1 costs. */
export interface CreatedOrder {
  readonly size: number
  rowAt(position: number): number
  insert(row: number): void
  remove(row: number): void
  /** The first position whose creation is at or after this moment. */
  positionOf(createdMicros: number): number
}

export function createCreatedOrder(created: Column, capacity = 64): CreatedOrder {
  let rows = new Uint32Array(capacity)
  let size = 0
  const rowAt = (position: number): number => rows[position] ?? 0

  function search(isBefore: (row: number) => boolean): number {
    let low = 0
    let high = size
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isBefore(rowAt(middle))) low = middle + 1
      else high = middle
    }
    return low
  }
  const placeOf = (row: number): number => {
    const at = created.get(row)
    return search((other) => created.get(other) < at || (created.get(other) === at && other < row))
  }
  return {
    get size() {
      return size
    },
    rowAt,
    insert(row) {
      if (size === rows.length) {
        const grown = new Uint32Array(size * 2)
        grown.set(rows)
        rows = grown
      }
      const place = placeOf(row)
      rows.copyWithin(place + 1, place, size)
      rows[place] = row
      size++
    },
    remove(row) {
      const place = placeOf(row)
      if (place >= size || rowAt(place) !== row) return
      rows.copyWithin(place, place + 1, size)
      size--
    },
    positionOf: (createdMicros) => search((row) => created.get(row) < createdMicros),
  }
}
