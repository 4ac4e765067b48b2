import {
  choiceParam,
  dayParam,
  flagParam,
  type ListParams,
  listParam,
  listParams,
  type Param,
  type ParamSet,
  type Sort,
  sortParam,
} from "@/lib/list-params"
import { type CursorValue, cursorParam } from "@/lib/page"
import { type Day, parseInstant } from "@/lib/time"

export const presences = ["present", "removed", "all"] as const
export type Presence = (typeof presences)[number]

export const linkSorts = ["createdAt", "statusSince", "lastAccessedAt", "externalId", "status"] as const
export type LinkSort = (typeof linkSorts)[number]

/** Belvo's four, the one that needs help most first; a link may carry a word that is none of them. */
export const linkStatuses = ["invalid", "token_required", "unconfirmed", "valid"] as const

/** In a list of values: those links that have none. */
export const noValue = "null"

export const linkPageSize = 50
/** As many ids as a selection or an address may name one by one. */
export const mostIds = 500

export type LinkFilter = {
  /** Exactly or the beginning of an id, an external id or an institution user id. */
  q: string | null
  id: readonly string[]
  status: readonly string[]
  externalId: readonly string[]
  institution: readonly string[]
  country: readonly string[]
  type: readonly string[]
  institutionUserId: readonly string[]
  accessMode: readonly string[]
  refreshRate: readonly string[]
  /** UTC days, both included. */
  createdFrom: Day | null
  createdTo: Day | null
  statusFrom: Day | null
  statusTo: Day | null
  accessedFrom: Day | null
  accessedTo: Day | null
  overdue: boolean
  /** Only present links carry these flags. */
  duplicate: boolean
  orphan: boolean
  presence: Presence
}

export type LinkCursor = readonly CursorValue[]

export type LinkListParams = LinkFilter & {
  sort: Sort<LinkSort>
  /** The sort values and the id of the last row seen, or of the first. */
  after: LinkCursor | null
  before: LinkCursor | null
  /** Belvo's own list instead of the mirror, and its page. */
  live: boolean
  page: number
  /** The links as they were at the end of this UTC day, newest creation first or last; `live` and other orders are out of force. */
  asOf: Day | null
}

const params: ParamSet<LinkListParams> = {
  q: { initial: null, read: readQuery, write: (value) => value ?? "" },
  id: listParam(isLinkId, { most: mostIds }),
  status: listParam(matches(/^[A-Za-z_]{1,40}$/)),
  externalId: listParam(isPlain, { most: mostIds }),
  institution: listParam(matches(/^[A-Za-z0-9_-]{1,80}$/)),
  country: listParam(matches(/^([A-Z]{2}|null)$/)),
  type: listParam(matches(/^[a-z]{1,40}$/)),
  institutionUserId: listParam(isPlain, { most: mostIds }),
  accessMode: listParam(matches(/^[a-z_]{1,40}$/)),
  refreshRate: listParam(matches(/^[a-z0-9]{1,12}$/)),
  createdFrom: dayParam(),
  createdTo: dayParam(),
  statusFrom: dayParam(),
  statusTo: dayParam(),
  accessedFrom: dayParam(),
  accessedTo: dayParam(),
  overdue: flagParam(),
  duplicate: flagParam("yes"),
  orphan: flagParam("yes"),
  presence: choiceParam(presences, "present"),
  sort: sortParam(linkSorts, { key: "createdAt", descending: true }),
  after: cursorParam(),
  before: cursorParam(),
  live: flagParam(),
  page: pageParam(),
  asOf: dayParam(),
}
const plain = listParams(params)

/** The address of the list of links: the same for the page, its CSV and every act on a selection. */
export const linkListParams: ListParams<LinkListParams> = {
  parse: (raw) => settled(plain.parse(raw)),
  ignored: (raw) => {
    const parsed = plain.parse(raw)
    const fitting = settled(parsed)
    const misfits = (["after", "before"] as const).filter((name) => parsed[name] !== null && fitting[name] === null)
    const strangers = Object.keys(raw).filter((name) => !(name in params))
    return [...plain.ignored(raw), ...misfits, ...strangers]
  },
  query: (values, changes) => plain.query(values, withFirstPage(changes)),
}

export const isFlagged = ({ duplicate, orphan }: LinkFilter): boolean => duplicate || orphan

/** What a paste brings along is cut off: blanks, quotes, and control characters are refused. */
export function readQuery(text: string): string | undefined {
  const value = text.trim().replace(/^["'“”‘’«»`\s]+|["'“”‘’«»`\s]+$/g, "")
  return value !== "" && isPlain(value) ? value : undefined
}

/** Ids as people paste them: a column, a line, with commas, semicolons or quotes. */
export function parseIdList(text: string): string[] {
  return [...new Set(text.split(/[\n\r\t,;]+/).flatMap((part) => readQuery(part) ?? []))]
}

function isPlain(text: string): text is string {
  return text.length <= 256 && text.isWellFormed() && !/\p{Cc}/u.test(text)
}

function isLinkId(text: string): text is string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}

function matches(pattern: RegExp) {
  return (text: string): text is string => pattern.test(text)
}

function pageParam(): Param<number> {
  return { initial: 1, read: (text) => (/^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined), write: String }
}

/** A cursor of another sort order is of no use, and of two only one can count. Belvo has no list of a past day. */
function settled(values: LinkListParams): LinkListParams {
  const key = values.asOf === null ? values.sort.key : "createdAt"
  const fitting = (cursor: LinkCursor | null) => (cursor && isLinkCursor(cursor, key) ? cursor : null)
  const after = fitting(values.after)
  return { ...values, live: values.live && values.asOf === null, after, before: after ? null : fitting(values.before) }
}

function isLinkCursor(cursor: LinkCursor, sort: LinkSort): boolean {
  const keys = cursor.slice(0, -1)
  const shapes = cursorShapes[sort]
  return (
    isId(cursor.at(-1) ?? null) &&
    keys.length === shapes.length &&
    shapes.every((fits, index) => fits(keys[index] ?? null))
  )
}

const isId = (value: CursorValue) => typeof value === "string" && isLinkId(value.toLowerCase())
const isInstant = (value: CursorValue) => typeof value === "string" && parseInstant(value) !== null
const isSeverity = (value: CursorValue) =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 10

const cursorShapes: Record<LinkSort, readonly ((value: CursorValue) => boolean)[]> = {
  createdAt: [isInstant],
  statusSince: [isInstant],
  lastAccessedAt: [(value) => value === null || isInstant(value)],
  externalId: [
    (value) => value === null || (typeof value === "string" && value.isWellFormed() && !value.includes("\0")),
  ],
  status: [isSeverity, isInstant],
}

function withFirstPage(changes: Partial<LinkListParams> | undefined): Partial<LinkListParams> | undefined {
  if (changes === undefined || Object.keys(changes).length === 0 || "page" in changes) return changes
  return { ...changes, page: 1 }
}
