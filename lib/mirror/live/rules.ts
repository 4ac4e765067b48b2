import type { z } from "zod"
import type { LinkListRequest } from "@/lib/belvo/link-list"
import {
  calendarDate,
  externalId,
  institutionName,
  institutionUserId,
  refreshRate,
  uuid,
  word,
} from "@/lib/belvo/patterns"
import { type LinkListParams, linkPageSize, noValue } from "@/lib/links/schema"

export type Asked = { request: LinkListRequest; notApplied: readonly string[] }

/** As many values as Belvo takes for one filter. */
const mostValues = 150

/** What of the list's filters Belvo can be asked for. It has none by country, type, dates of status or access, and no order. */
export function toBelvoRequest(params: LinkListParams): Asked {
  const { status, externalId: external, institution, institutionUserId: login, accessMode, refreshRate: rate } = params
  const parts: readonly Part[] = [
    several("id", params.id, uuid, (idIn) => ({ idIn })),
    several("status", status, word, (statusIn) => ({ statusIn })),
    several("externalId", external, externalId, (externalIdIn) => ({ externalIdIn })),
    several("institution", institution, institutionName, (institutionIn) => ({ institutionIn })),
    several("institutionUserId", login, institutionUserId, (institutionUserIdIn) => ({ institutionUserIdIn })),
    single("accessMode", accessMode, word, (value) => (value === noValue ? null : { accessMode: value })),
    single("refreshRate", rate, refreshRate, (value) => ({ refreshRate: value })),
    single("createdFrom", listOf(params.createdFrom), calendarDate, (createdAtGte) => ({ createdAtGte })),
    single("createdTo", listOf(params.createdTo), calendarDate, (createdAtLte) => ({ createdAtLte })),
    single("q", listOf(params.q), uuid, (id) => ({ id })),
    ...never(params),
  ]
  return {
    request: Object.assign({ page: params.page, pageSize: linkPageSize }, ...parts.map(({ request }) => request)),
    notApplied: parts.flatMap(({ notApplied }) => notApplied),
  }
}

type Part = { request: LinkListRequest; notApplied: readonly string[] }
const nothing: Part = { request: {}, notApplied: [] }
const refused = (name: string): Part => ({ request: {}, notApplied: [name] })
const listOf = <T>(value: T | null): readonly T[] => (value === null ? [] : [value])

function several(
  name: string,
  values: readonly string[],
  pattern: z.ZodType<string>,
  to: (values: readonly string[]) => LinkListRequest,
): Part {
  if (values.length === 0) return nothing
  const fits = (value: string) => value !== noValue && !value.includes(",") && pattern.safeParse(value).success
  return values.length <= mostValues && values.every(fits) ? { request: to(values), notApplied: [] } : refused(name)
}

/** Belvo takes one value of these, not a list. */
function single(
  name: string,
  values: readonly string[],
  pattern: z.ZodType<string>,
  to: (value: string) => LinkListRequest | null,
): Part {
  const [value, ...more] = values
  if (value === undefined) return nothing
  const request = more.length === 0 && pattern.safeParse(value).success ? to(value) : null
  return request ? { request, notApplied: [] } : refused(name)
}

function never(params: LinkListParams): Part[] {
  const { country, type, statusFrom, statusTo, accessedFrom, accessedTo, overdue, duplicate, orphan, presence, sort } =
    params
  const asked = {
    country: country.length > 0,
    type: type.length > 0,
    statusFrom: statusFrom !== null,
    statusTo: statusTo !== null,
    accessedFrom: accessedFrom !== null,
    accessedTo: accessedTo !== null,
    overdue,
    duplicate,
    orphan,
    presence: presence !== "present",
    sort: sort.key !== "createdAt" || !sort.descending,
  }
  return Object.entries(asked).flatMap(([name, isAsked]) => (isAsked ? [refused(name)] : []))
}
