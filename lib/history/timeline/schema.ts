import { z } from "zod"
import { linkId } from "@/lib/links/schema"
import { cursorParam } from "@/lib/page"

export const timelineSources = ["event", "webhook", "act", "note"] as const
export type TimelineSource = (typeof timelineSources)[number]

/** One line of a link's history. What a source does not have is null. */
export type TimelineItem = {
  key: string
  source: TimelineSource
  at: string
  /** An event's kind, a webhook's code, an act's name; `note` for a note. */
  kind: string
  before: string | null
  after: string | null
  /** Why an event happened; of a webhook its type. */
  cause: string | null
  requestId: string | null
  /** The member's name; null for the clock and for Belvo. */
  actor: string | null
  /** What has become of an act, where it has an end of its own. */
  state: string | null
  text: string | null
  ticket: string | null
}

export type TimelinePage = { items: TimelineItem[]; after: string | null }

const cursor = cursorParam()
export const timelineInput = z.object({
  linkId,
  after: z
    .string()
    .nullish()
    .transform((text) => (text ? (cursor.read(text) ?? null) : null)),
})
export type TimelineInput = z.output<typeof timelineInput>
