import { choiceParam, flagParam, listParam, listParams } from "@/lib/list-params"
import { type CursorValue, cursorParam } from "@/lib/page"

/** `customer`: at most one external id among the links; `shared`: several, one login of several customers. */
export const duplicateQueues = ["customer", "shared"] as const
export type DuplicateQueue = (typeof duplicateQueues)[number]

export const otherQueue = (queue: DuplicateQueue): DuplicateQueue => (queue === "customer" ? "shared" : "customer")

export type DuplicateFilter = {
  queue: DuplicateQueue
  institution: readonly string[]
  /** Only groups none of whose links is valid. */
  broken: boolean
}
export type DuplicateListParams = DuplicateFilter & {
  after: readonly CursorValue[] | null
  before: readonly CursorValue[] | null
}

const institution = listParam((text): text is string => /^[A-Za-z0-9_-]{1,80}$/.test(text))

/** The address of the page. */
export const duplicateListParams = listParams<DuplicateListParams>({
  ...{ queue: choiceParam(duplicateQueues, "customer"), institution, broken: flagParam() },
  ...{ after: cursorParam(), before: cursorParam() },
})

/** What a file of the groups holds: without a queue both. */
export type DuplicateFileFilter = Omit<DuplicateFilter, "queue"> & { queue: DuplicateQueue | "" }
export const duplicateFileParams = listParams<DuplicateFileFilter>({
  ...{ queue: choiceParam(["", ...duplicateQueues], ""), institution, broken: flagParam() },
})

/** How many links of one login are counted; a group that says so many may have more. */
export const countedMembers = 1_000
/** How many of a group are shown, the best. */
export const shownMembers = 50

/** How many events of a link are counted. */
export const countedEvents = 1_000
