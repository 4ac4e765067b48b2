import { nextHash } from "@/lib/audit-chain"

/** An entry as stored; `microseconds` since 1970 of its `at`. */
export type ChainedEntry = {
  seq: bigint
  microseconds: bigint
  body: string
  previousHash: Uint8Array
  hash: Uint8Array
}
export type ChainHead = { count: bigint; hash: Uint8Array }
export type ChainBreak = { seq: bigint; reason: "missing" | "changed" | "replaced" | "head" }
export const emptyHead: ChainHead = { count: 0n, hash: new Uint8Array() }

/** The head after this entry, or what is wrong with it: an entry is gone, its content or its predecessor is another one. */
export function follow(head: ChainHead, entry: ChainedEntry): ChainHead | ChainBreak {
  const seq = head.count + 1n
  if (entry.seq !== seq) return { seq, reason: "missing" }
  if (!sameBytes(entry.previousHash, head.hash)) return { seq, reason: "replaced" }
  const hash = nextHash(head.hash, entry)
  return sameBytes(hash, entry.hash) ? { count: seq, hash } : { seq, reason: "changed" }
}

/** Whether the entries lead to the recorded head; a cut tail shows here. */
export const endsAt = (reached: ChainHead, recorded: ChainHead): ChainBreak | null =>
  reached.count === recorded.count && sameBytes(reached.hash, recorded.hash)
    ? null
    : { seq: reached.count + 1n, reason: "head" }

export const isBreak = (value: ChainHead | ChainBreak): value is ChainBreak => "reason" in value

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
