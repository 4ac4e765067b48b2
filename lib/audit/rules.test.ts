import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type ChainedEntry, type ChainHead, emptyHead, endsAt, follow, isBreak } from "@/lib/audit/rules"
import { nextHash } from "@/lib/audit-chain"

const bodies = fc.array(fc.json(), { minLength: 1, maxLength: 12 })

describe("follow", () => {
  it("accepts every chain as it was written", () => {
    fc.assert(fc.property(bodies, (texts) => walk(chain(texts)) === "whole"))
  })

  it("names the first entry whose content was changed", () => {
    fc.assert(
      fc.property(bodies, fc.nat(), (texts, at) => {
        const entries = chain(texts)
        const index = at % entries.length
        const changed = entries.map((entry, i) => (i === index ? { ...entry, body: `${entry.body} ` } : entry))
        expect(walk(changed)).toEqual({ seq: BigInt(index + 1), reason: "changed" })
      }),
    )
  })

  it("names the place of an entry that was taken out", () => {
    const entries = chain(["1", "2", "3", "4"])
    expect(walk(entries.toSpliced(1, 1))).toEqual({ seq: 2n, reason: "missing" })
  })

  it("sees an entry that was written anew with its own hash put right", () => {
    const entries = chain(["1", "2", "3"])
    const forged = chain(["1", "two", "3"])
    expect(walk([entries[0], forged[1], entries[2]].filter((entry) => entry !== undefined))).toEqual({
      seq: 3n,
      reason: "replaced",
    })
  })
})

describe("endsAt", () => {
  it("sees a tail that was cut off", () => {
    const entries = chain(["1", "2", "3"])
    const head = reach(entries)
    expect(endsAt(head, head)).toBeNull()
    expect(endsAt(reach(entries.slice(0, 2)), head)).toEqual({ seq: 3n, reason: "head" })
  })
})

function chain(texts: readonly string[]): ChainedEntry[] {
  let previousHash: Uint8Array = emptyHead.hash
  return texts.map((body, index) => {
    const entry = { seq: BigInt(index + 1), microseconds: 1_700_000_000_000_000n + BigInt(index), body }
    const hash = nextHash(previousHash, entry)
    const chained = { ...entry, previousHash, hash }
    previousHash = hash
    return chained
  })
}

function walk(entries: readonly ChainedEntry[]) {
  let head: ChainHead = emptyHead
  for (const entry of entries) {
    const next = follow(head, entry)
    if (isBreak(next)) return next
    head = next
  }
  return "whole"
}

const reach = (entries: readonly ChainedEntry[]): ChainHead => {
  const last = entries.at(-1)
  return last ? { count: last.seq, hash: last.hash } : emptyHead
}
