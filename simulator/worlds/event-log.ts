import { createColumn } from "@/simulator/store/column"
import { type HistoryEvents, type HistoryKind, historyKinds } from "@/simulator/worlds/history"

export interface EventLog {
  add(at: number, row: number, kind: HistoryKind): void
  sorted(): HistoryEvents
}

export function createEventLog(): EventLog {
  const [times, rows, kinds] = [createColumn("f64", 1024), createColumn("i32", 1024), createColumn("u16", 1024)]
  let count = 0
  return {
    add(at, row, kind) {
      times.set(count, at)
      rows.set(count, row)
      kinds.set(count, historyKinds.indexOf(kind))
      count++
    },
    sorted() {
      const order = Uint32Array.from({ length: count }, (_, index) => index)
      order.sort((one, other) => times.get(one) - times.get(other) || one - other)
      const place = (index: number): number => order[index] ?? 0
      return {
        count,
        at: (index) => times.get(place(index)),
        row: (index) => rows.get(place(index)),
        kind: (index) => historyKinds[kinds.get(place(index))] ?? "valid",
      }
    },
  }
}
