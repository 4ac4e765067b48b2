import type { SkipReason } from "@/lib/deletions/schema"

/** What a link was when it was chosen, and what it is after the re-read just before its deletion. */
export type Facts = {
  statusThen: string
  statusNow: string
  externalIdChanged: boolean
  /** No user of the directory knew it when it was chosen, or none should by the time it goes. */
  mustBeUnused: boolean
  directoryUses: boolean
  /** Of a duplicate: the link that stays; null where nothing has to stay in its place. */
  survivor: { present: boolean; status: string; leaving: boolean } | null
}

/** Null: may be deleted. Otherwise why it must not be, the plainest reason first. */
export function judge(facts: Facts): SkipReason | null {
  const { survivor } = facts
  if (facts.statusThen !== "valid" && facts.statusNow === "valid") return "healed"
  if (facts.externalIdChanged) return "external_id_changed"
  if (facts.mustBeUnused && facts.directoryUses) return "directory_uses"
  if (survivor === null) return null
  if (!survivor.present) return "survivor_gone"
  if (survivor.leaving) return "survivor_leaving"
  return survivor.status === "valid" ? null : "survivor_invalid"
}

/** Every link is in one of the two, in its order. */
export function partition<Item extends { facts: Facts }>(items: readonly Item[]) {
  const deletable: Item[] = []
  const skipped: { item: Item; reason: SkipReason }[] = []
  for (const item of items) {
    const reason = judge(item.facts)
    if (reason === null) deletable.push(item)
    else skipped.push({ item, reason })
  }
  return { deletable, skipped }
}
