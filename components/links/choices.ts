import { useTranslations } from "next-intl"
import type { LinkFacets } from "@/lib/links/facets/schema"
import { type LinkFilter, linkStatuses, noValue } from "@/lib/links/schema"
import type { ChoiceFilter } from "./filters"

export type Choice = { value: string; label: string; hint?: string }

/** What may be chosen of a filter, in words: what occurs here, and what the address already names. */
export function useChoices(facets: LinkFacets): (name: ChoiceFilter, filter: LinkFilter) => Choice[] {
  const t = useTranslations("links.values")
  const asOf = useTranslations("links.asOf")
  const status = useTranslations("status")
  const describe: Record<ChoiceFilter, (value: string) => Omit<Choice, "value">> = {
    status: (value) => ({
      label:
        value === noValue
          ? asOf("notRecorded")
          : isKnown(value)
            ? status(`${value}.label`)
            : status("unknown.label", { word: value }),
    }),
    institution: (value) => {
      const found = facets.institutions.find((one) => one.name === value)
      return found ? { label: found.displayName, hint: value } : { label: value }
    },
    country: (value) => ({ label: value === noValue ? t("none") : value }),
    type: (value) => ({ label: value === noValue ? t("none") : value }),
    accessMode: (value) => ({ label: value === noValue ? t("none") : value }),
    refreshRate: (value) => ({ label: value === noValue ? t("none") : t("every", { rate: value }) }),
  }
  return (name, filter) => {
    const values = new Set([...valuesOf(facets, name), ...filter[name]])
    return [...values].map((value) => ({ value, ...describe[name](value) }))
  }
}

function valuesOf(facets: LinkFacets, name: ChoiceFilter): string[] {
  const given: Record<ChoiceFilter, readonly (string | null)[]> = {
    status: [...linkStatuses, ...facets.statuses],
    institution: facets.institutions.map((one) => one.name),
    country: facets.institutions.map((one) => one.country).toSorted(),
    type: facets.institutions.map((one) => one.type).toSorted(),
    accessMode: facets.accessModes,
    refreshRate: facets.refreshRates,
  }
  return given[name].map((value) => value ?? noValue)
}

const isKnown = (value: string): value is (typeof linkStatuses)[number] => linkStatuses.some((one) => one === value)
