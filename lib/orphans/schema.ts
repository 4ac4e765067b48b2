import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"
import { choiceParam, listParams, textParam } from "@/lib/list-params"
import { type CursorValue, cursorParam } from "@/lib/page"
import { isDay } from "@/lib/time"

/** Whose an orphan may be, the best evidence first: its external id is a user's; so is another link of the same login; its external id is nearly a user's; nobody's. */
export const orphanReasons = ["exact", "sibling", "near", "none"] as const
export type OrphanReason = (typeof orphanReasons)[number]

export const confidences = ["high", "medium", "low", "none"] as const
export type Confidence = (typeof confidences)[number]

/** What somebody decided, `open` nothing yet. */
export const orphanStates = ["open", "adopted", "asked", "ignored"] as const
export type OrphanState = (typeof orphanStates)[number]

export const orphanStatuses = ["valid", "invalid", "token_required", "unconfirmed"] as const

export type OrphanListParams = {
  reason: OrphanReason | ""
  /** `all` shows the decided ones, too. */
  state: OrphanState | "all"
  status: string | null
  institution: string | null
  after: readonly CursorValue[] | null
  before: readonly CursorValue[] | null
}
export type OrphanFilter = Omit<OrphanListParams, "after" | "before">

const isName = (text: string): boolean => /^[A-Za-z0-9_]{1,100}$/.test(text)

/** The address of the page, and of its file. */
export const orphanListParams = listParams<OrphanListParams>({
  reason: choiceParam(["", ...orphanReasons], ""),
  state: choiceParam([...orphanStates, "all"], "open"),
  status: textParam(isName),
  institution: textParam(isName),
  after: cursorParam(),
  before: cursorParam(),
})

export const missingKinds = ["removed", "never"] as const
export type MissingKind = (typeof missingKinds)[number]
export type MissingListParams = {
  kind: MissingKind | ""
  after: readonly CursorValue[] | null
  before: readonly CursorValue[] | null
}
export const missingListParams = listParams<MissingListParams>({
  kind: choiceParam(["", ...missingKinds], ""),
  after: cursorParam(),
  before: cursorParam(),
})

export type AdoptionListParams = { after: readonly CursorValue[] | null }
export const adoptionListParams = listParams<AdoptionListParams>({ after: cursorParam() })
/** The address of one file of adoptions. */
export const adoptionFileParams = listParams<{ batch: string | null }>({ batch: textParam() })

/** As many as may be named one by one; more are meant by their filter. */
export const mostNamed = 500
const ids = z.array(linkId).min(1).max(mostNamed)

export const namedInput = z.object({ ids })
export type NamedOrphans = z.output<typeof namedInput>

const externalId = z.string().trim().min(1).max(256)
/** `proposed` repeats whom the page proposed, so that nobody adopts for a user they never saw; `typed` is a user named by a person. */
export const adoptOneInput = z.object({ linkId, externalId, basis: z.enum(["proposed", "typed"]) })
export type AdoptOrphan = z.output<typeof adoptOneInput>

export const ignoring = z.object({
  note: z.string().trim().min(3).max(500),
  /** Until the end of this day, UTC. */
  until: z.string().refine(isDay),
})
export const ignoreInput = namedInput.extend(ignoring.shape)
export type IgnoreOrphans = z.output<typeof ignoreInput>

/** What may be decided about all that match a filter. */
export const bulkKinds = ["adopt", "ask", "ignore", "undo"] as const
export type BulkKind = (typeof bulkKinds)[number]

/** Why nothing was decided about one of several. */
export const skipReasons = ["gone", "decided", "notExact", "notValid", "exported", "undecided"] as const
export type SkipReason = (typeof skipReasons)[number]

/** What came of a decision about several: how many, and which were left out, the first of them by name. */
export type Decided = { count: number; skipped: readonly { linkId: string; why: SkipReason }[]; skippedCount: number }

export const noInput = z.undefined()
