import { useFormatter, useLocale, useTranslations } from "next-intl"
import { formatDay, shortenMiddle } from "@/lib/format"
import type { LinkFacets } from "@/lib/links/facets/schema"
import type { LinkFilter } from "@/lib/links/schema"
import { useChoices } from "./choices"
import {
  type ChoiceFilter,
  type DateFilter,
  dateFilters,
  type FilterName,
  type IdFilter,
  isDateFilter,
  isFlagFilter,
  isIdFilter,
} from "./filters"

const mostNamed = 2

/** What a filter does, as a sentence: "Status is invalid or token required". */
export function useFilterWords(facets: LinkFacets): (name: FilterName, filter: LinkFilter) => string {
  const t = useTranslations("links.chips")
  const days = useDayWords()
  const values = useValueWords(facets)
  return (name, filter) => {
    if (name === "q") return t("q", { value: filter.q ?? "" })
    if (isFlagFilter(name)) return t(name)
    if (name === "presence") return t(`presence.${filter.presence}`)
    return isDateFilter(name) ? days(name, filter) : values(name, filter)
  }
}

function useDayWords() {
  const t = useTranslations("links.chips")
  const locale = useLocale()
  return (name: DateFilter, filter: LinkFilter): string => {
    const [from, to] = [filter[dateFilters[name].from], filter[dateFilters[name].to]]
    const shape = from && to ? "between" : from ? "from" : "to"
    return t(`${name}.${shape}`, { from: from ? formatDay(locale, from) : "", to: to ? formatDay(locale, to) : "" })
  }
}

function useValueWords(facets: LinkFacets) {
  const t = useTranslations("links.chips")
  const format = useFormatter()
  const choicesOf = useChoices(facets)
  return (name: ChoiceFilter | IdFilter, filter: LinkFilter): string => {
    const values = filter[name]
    if (values.length > mostNamed) return t(`${name}.many`, { count: values.length })
    const known = isIdFilter(name) ? [] : choicesOf(name, filter)
    const shown = (value: string) => known.find((one) => one.value === value)?.label ?? shortenMiddle(value, 8)
    return t(`${name}.few`, { values: format.list(values.map(shown), { type: "disjunction" }) })
  }
}
