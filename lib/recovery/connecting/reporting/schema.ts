import { uuid } from "@/lib/belvo/patterns"
import { reports } from "@/lib/recovery/connecting/schema"

export type Report = {
  sessionId: string
  kind: (typeof reports)[number]
  code: string | null
  linkId: string | null
  institution: string | null
}

/** What the widget's way back says of a session; null for an address that is none. Nothing of it is believed. */
export function parseReport(sessionId: string, outcome: string, query: URLSearchParams): Report | null {
  const kind = reports.find((one) => one === outcome)
  if (!kind || !uuid.safeParse(sessionId).success) return null
  const linkId = query.get("link")
  return {
    ...{ sessionId, kind },
    code:
      word(query.get("last_encountered_error_code") ?? query.get("error"), /^[A-Za-z_]{1,60}$/)?.toLowerCase() ?? null,
    linkId: linkId !== null && uuid.safeParse(linkId).success ? linkId.toLowerCase() : null,
    institution: word(query.get("institution") ?? query.get("meta_data_institution_name"), /^[a-z_]{1,40}$/),
  }
}

const word = (text: string | null, pattern: RegExp): string | null =>
  text !== null && pattern.test(text) ? text : null
