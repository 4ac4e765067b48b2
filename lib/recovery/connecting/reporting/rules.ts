import type { Report } from "@/lib/recovery/connecting/reporting/schema"

type Told = Pick<Report, "kind" | "code" | "linkId">
type Known = { reported: string | null; errorCode: string | null; newLinkId: string | null }

/** Says less than what has been said already: success is always the last word, and a code or a link is worth more than none. */
export function isOutdone({ kind, code, linkId }: Told, known: Known): boolean {
  if (kind === "success") return known.reported === "success" && linkId === null
  if (known.reported === "success") return true
  return code === null && linkId === null && (known.errorCode !== null || known.newLinkId !== null)
}
