import type { WireLink, WirePage } from "@/lib/belvo/schema"
import { isTimestamp } from "@/lib/belvo/timestamp"

/** Never true of a page that `pageSchema(linkSchema)` refuses; false says nothing. */
export function isPlainPage(value: unknown): value is WirePage<WireLink> {
  if (!isObject(value) || !Array.isArray(value.results)) return false
  const { count, next, previous, results } = value
  return isNatural(count) && isTextOrNone(next) && isTextOrNone(previous) && results.every(isPlainLink)
}

/** The same of a link and `linkSchema`. */
export function isPlainLink(link: unknown): link is WireLink {
  return (
    isObject(link) &&
    isId(link.id) &&
    isText(link.institution) &&
    isText(link.status) &&
    isMoment(link.created_at) &&
    (isNone(link.created_by) || isId(link.created_by)) &&
    (isNone(link.last_accessed_at) || isMoment(link.last_accessed_at)) &&
    isTextOrNone(link.access_mode) &&
    isTextOrNone(link.refresh_rate) &&
    isTextOrNone(link.external_id) &&
    isTextOrNone(link.institution_user_id) &&
    isTextOrNone(link.credentials_storage) &&
    isTextOrNone(link.stale_in) &&
    (isNone(link.fetch_resources) || isTexts(link.fetch_resources))
  )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
const isNatural = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0
const isNone = (value: unknown): boolean => value === null || value === undefined
const isText = (value: unknown): boolean => typeof value === "string"
const isTextOrNone = (value: unknown): boolean => isText(value) || isNone(value)
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)
const isId = (value: unknown): boolean => typeof value === "string" && guid.test(value)
const isMoment = (value: unknown): boolean => typeof value === "string" && isTimestamp(value)

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
