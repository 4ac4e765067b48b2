import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"
import { cursorParam } from "@/lib/page"

export const timelineSources = ["event", "webhook", "act", "note", "repair"] as const
export type TimelineSource = (typeof timelineSources)[number]

/** One line of a link's history. What a source does not have is null. */
export const timelineItem = z.object({
  key: z.string(),
  source: z.enum(timelineSources),
  at: z.string(),
  /** An event's kind, a webhook's code, an act's name, what became of a repair address; `note` for a note. */
  kind: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Why an event happened; of a webhook its type, of a repair the widget's error code. */
  cause: z.string().nullable(),
  requestId: z.string().nullable(),
  /** The member's name; null for the clock and for Belvo. */
  actor: z.string().nullable(),
  /** What has become of an act, where it has an end of its own; of an event whether its webhook was `missed` or `late`. */
  state: z.string().nullable(),
  text: z.string().nullable(),
  ticket: z.string().nullable(),
})
export type TimelineItem = z.output<typeof timelineItem>

export const timelinePage = z.object({ items: z.array(timelineItem), after: z.string().nullable() })
export type TimelinePage = z.output<typeof timelinePage>

const cursor = cursorParam()
export const timelineInput = z.object({
  linkId,
  after: z
    .string()
    .nullish()
    .transform((text) => (text ? (cursor.read(text) ?? null) : null)),
})
export type TimelineInput = z.output<typeof timelineInput>
