import type { LinkFilter, LinkListParams } from "@/lib/links/schema"

export const choiceFilters = ["status", "institution", "country", "type", "accessMode", "refreshRate"] as const
export type ChoiceFilter = (typeof choiceFilters)[number]

export const idFilters = ["externalId", "institutionUserId", "id"] as const
export type IdFilter = (typeof idFilters)[number]

/** Each by the parameters of its first and last day. */
export const dateFilters = {
  created: { from: "createdFrom", to: "createdTo" },
  changed: { from: "statusFrom", to: "statusTo" },
  accessed: { from: "accessedFrom", to: "accessedTo" },
} as const
export type DateFilter = keyof typeof dateFilters

/** Either in force or not. */
export const flagFilters = ["overdue", "duplicate", "orphan"] as const
export type FlagFilter = (typeof flagFilters)[number]

export type FilterName = ChoiceFilter | IdFilter | DateFilter | FlagFilter | "presence" | "q"

/** As they are offered, the most used first. `q` is the search box's, `id` a selection's. */
export const offeredFilters: readonly Exclude<FilterName, "q" | "id">[] = [
  "status",
  "institution",
  "externalId",
  "changed",
  "accessed",
  "overdue",
  "duplicate",
  "orphan",
  "created",
  "country",
  "type",
  "accessMode",
  "refreshRate",
  "institutionUserId",
  "presence",
]

/** Of a past day nothing is recorded about these. */
const ofNowOnly: readonly FilterName[] = ["institutionUserId", "changed", "accessed", ...flagFilters]

export const filtersOffered = ({ asOf }: LinkListParams): typeof offeredFilters =>
  asOf === null ? offeredFilters : offeredFilters.filter((name) => !ofNowOnly.includes(name))

const allFilters: readonly FilterName[] = ["q", "id", ...offeredFilters]

export const isDateFilter = (name: FilterName): name is DateFilter => Object.hasOwn(dateFilters, name)
export const isChoiceFilter = (name: FilterName): name is ChoiceFilter => choiceFilters.some((one) => one === name)
export const isFlagFilter = (name: FilterName): name is FlagFilter => flagFilters.some((one) => one === name)
export const isIdFilter = (name: FilterName): name is IdFilter => idFilters.some((one) => one === name)

export function activeFilters(filter: LinkFilter): FilterName[] {
  return allFilters.filter((name) => isActive(filter, name))
}

/** The change that takes it out of force. */
export function withoutFilter(name: FilterName): Partial<LinkListParams> {
  if (name === "q") return { q: null }
  if (isFlagFilter(name)) return { [name]: false }
  if (name === "presence") return { presence: "present" }
  if (isDateFilter(name)) return { [dateFilters[name].from]: null, [dateFilters[name].to]: null }
  return { [name]: [] }
}

function isActive(filter: LinkFilter, name: FilterName): boolean {
  if (name === "q") return filter.q !== null
  if (isFlagFilter(name)) return filter[name]
  if (name === "presence") return filter.presence !== "present"
  if (isDateFilter(name)) return filter[dateFilters[name].from] !== null || filter[dateFilters[name].to] !== null
  return filter[name].length > 0
}

export const withoutFilters: Partial<LinkListParams> = Object.assign({}, ...allFilters.map(withoutFilter))
