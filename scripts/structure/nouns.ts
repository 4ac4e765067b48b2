/** Low to high: a noun may import those before it. A new noun takes its place here. */
export const nouns = [
  "audit",
  "auth",
  "environments",
  "settings",
  "links",
  "notes",
  "history",
  "directory",
  "orphans",
  "duplicates",
  "external-ids",
  "mirror",
  "refreshes",
  "access-modes",
  "accounts",
  "sync",
  "webhooks",
  "outgoing",
  "recovery",
  "deletions",
  "batches",
  "exports",
  "link-pages",
  "users",
]

export const words = ["schema", "rules", "queries", "commands", "actions", "jobs"] as const
export type Word = (typeof words)[number]

/** Folders of `lib` that are no nouns and name their files as they like. */
export const infrastructure = ["belvo", "jobs"]

export function isWord(name: string): name is Word {
  return words.some((word) => word === name)
}

/** The noun and the word of `lib/recovery/mfa/commands`; null for the core, infrastructure and everything outside `lib`. */
export function partOf(path: string): { noun: string; word: string } | null {
  const [, noun, rest] = /^lib\/([^/]+)\/(.+?)(?:\.tsx?)?$/.exec(path) ?? []
  if (!noun || !rest || infrastructure.includes(noun)) return null
  return { noun, word: rest.slice(rest.lastIndexOf("/") + 1) }
}

export function isLower(noun: string, than: string): boolean {
  return nouns.indexOf(noun) < nouns.indexOf(than)
}
