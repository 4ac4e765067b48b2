import type { AccountPrint, ComparedLink } from "@/lib/duplicates/comparing/schema"

/** `same`: an account of the same number and name; `number`: the same number under another name. */
export type Alike = { linkIds: readonly string[]; grade: "same" | "number" }

/** Links that hold the same account, at least two of each; a name alone tells nothing. In no order but that of the ids. */
export function groupAlike(links: readonly Pick<ComparedLink, "linkId" | "prints">[]): Alike[] {
  const groups = connect(links, ({ number }) => number)
  const closer = connect(links, ({ whole }) => whole)
  return groups.map((linkIds) => ({
    linkIds,
    grade: closer.some((one) => one.join() === linkIds.join()) ? "same" : "number",
  }))
}

/** Digits and letters as they would be typed; null where too little is left to tell accounts apart. */
export function plainNumber(number: string | null): string | null {
  const plain = (number ?? "")
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toUpperCase()
  return plain.length < leastCharacters ? null : plain
}

export const plainName = (name: string | null): string =>
  (name ?? "").normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase()

const leastCharacters = 4

/** Who shares a print with somebody, directly or through others. */
function connect(
  links: readonly Pick<ComparedLink, "linkId" | "prints">[],
  of: (print: AccountPrint) => string,
): string[][] {
  const leaders = new Map(links.map(({ linkId }) => [linkId, linkId]))
  const leaderOf = (linkId: string): string => {
    const leader = leaders.get(linkId) ?? linkId
    return leader === linkId ? linkId : leaderOf(leader)
  }
  const holders = new Map<string, string>()
  for (const { linkId, prints } of links) {
    for (const print of prints.map(of)) {
      const holder = holders.get(print)
      if (holder === undefined) holders.set(print, linkId)
      else leaders.set(leaderOf(linkId), leaderOf(holder))
    }
  }
  const groups = Map.groupBy(
    links.map(({ linkId }) => linkId),
    leaderOf,
  )
  return [...groups.values()].filter((group) => group.length > 1).map((group) => group.toSorted())
}
