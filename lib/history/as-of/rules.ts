import type { AsOfFilter } from "@/lib/history/as-of/schema"
import { type LinkFilter, noValue } from "@/lib/links/schema"
import { addDays, type Day, startOfDay, toDay } from "@/lib/time"

/** A day can be looked back on once it is over, in UTC. */
export const isOver = (day: Day, now: Date): boolean => day < toDay(now)

/** The first moment that is no longer of the day. */
export const endOf = (day: Day): Date => startOfDay(addDays(day, 1))

const unrecorded = [
  "institutionUserId",
  "statusFrom",
  "statusTo",
  "accessedFrom",
  "accessedTo",
  "overdue",
  "duplicate",
  "orphan",
] as const satisfies readonly (keyof LinkFilter)[]
export type Unrecorded = (typeof unrecorded)[number]

/** Filters by what no event tells of a past day; they are out of force there. */
export function listUnrecorded(filter: LinkFilter): Unrecorded[] {
  return unrecorded.filter((name) => {
    const value = filter[name]
    return typeof value === "object" ? value !== null && value.length > 0 : value
  })
}

/** Whether the daily counts alone can tell how many match: they know institution, access mode and status of what was present. */
export function isCounted(filter: AsOfFilter): boolean {
  const { q, id, externalId, refreshRate, createdFrom, createdTo, presence, status, asOf } = filter
  const named = q !== null || id.length + externalId.length + refreshRate.length > 0
  const ofAllAges = createdFrom === null && (createdTo === null || createdTo >= asOf)
  return !named && ofAllAges && presence === "present" && !status.includes(noValue)
}

/** Whether only links match of which something was recorded. */
export const wantsKnown = ({ status, accessMode, refreshRate }: LinkFilter): boolean =>
  (status.length > 0 && !status.includes(noValue)) || accessMode.length + refreshRate.length > 0

/** Whether the filter is by what may have changed besides the status. */
export const needsFields = ({ accessMode, refreshRate, externalId, q }: LinkFilter): boolean =>
  accessMode.length + refreshRate.length + externalId.length > 0 || q !== null
