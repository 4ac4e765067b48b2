import { hashOf } from "@/simulator/random"
import { type Column, createColumn } from "@/simulator/store/column"

export interface HashIndex {
  add(row: number): void
  /** A key has changed: the index is built anew at the next look-up. */
  forget(): void
  /** Every row whose key is this, in no order; rows that are gone included. */
  rows(key: string): number[]
}

/** Chained hashing in two columns, built at the first look-up: eight bytes a row, and nothing for a world nobody searches. */
export function createHashIndex(keyOf: (row: number) => string | null, rowCount: () => number): HashIndex {
  let chains: Chains | null = null

  function build(): Chains {
    const built = createChains(rowCount())
    for (let row = 0; row < rowCount(); row++) place(built, row)
    return built
  }
  function place(into: Chains, row: number): void {
    const key = keyOf(row)
    if (key !== null) link(into, row, hashOf(key))
  }
  return {
    add(row) {
      if (chains && row > chains.size) chains = null
      if (chains) place(chains, row)
    },
    forget() {
      chains = null
    },
    rows(key) {
      chains ??= build()
      const found: number[] = []
      for (let row = first(chains, hashOf(key)); row >= 0; row = chains.next.get(row) - 1) {
        if (keyOf(row) === key) found.push(row)
      }
      return found
    },
  }
}

interface Chains {
  /** Beyond this many rows the chains grow long, and the index is built anew. */
  size: number
  heads: Column
  next: Column
}

function createChains(rows: number): Chains {
  const size = 2 ** Math.ceil(Math.log2(Math.max(rows * 2, 1024)))
  return { size, heads: createColumn("i32", size), next: createColumn("i32", rows + 1) }
}

const first = (chains: Chains, hash: number): number => chains.heads.get(hash % chains.size) - 1

function link(chains: Chains, row: number, hash: number): void {
  chains.next.set(row, chains.heads.get(hash % chains.size))
  chains.heads.set(hash % chains.size, row + 1)
}
