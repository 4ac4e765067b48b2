import type { CertifiedLink } from "@/lib/deletions/certificate/schema"

/** The one text of a JSON value: names in order, no blanks. As RFC 8785 has it, for integers and text. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`
}

const noLinks = '"links":[]'

/** What stands before and after the links, so that a hundred thousand of them need not be in one text. */
export function aroundLinks(header: string): readonly [string, string] {
  const at = header.indexOf(noLinks)
  if (at < 0) throw new Error("a certificate without a place for its links")
  return [`${header.slice(0, at)}"links":[`, header.slice(at + noLinks.length - 1)]
}

const outcomes: Record<string, CertifiedLink["outcome"]> = {
  done: "deleted",
  already_gone: "already_gone",
  failed: "failed",
  skipped: "skipped",
}

/** What was never settled any other way was taken back. */
export const outcomeOf = (state: string): CertifiedLink["outcome"] => outcomes[state] ?? "cancelled"
