"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { Chip } from "@/components/ui/chip"
import { Popover } from "@/components/ui/popover"
import type { LinkFacets } from "@/lib/links/facets/schema"
import { type LinkListParams, linkListParams } from "@/lib/links/schema"
import { AddFilter } from "./add-filter"
import { FilterEditor } from "./filter-editor"
import { useFilterWords } from "./filter-words"
import { activeFilters, type FilterName, flagFilters, withoutFilter } from "./filters"

type LinkFiltersProps = { path: string; params: LinkListParams; facets: LinkFacets }

/** The filters in force as chips that say what they do, each of which opens to be changed; and a way to add another. */
export function LinkFilters({ path, params, facets }: LinkFiltersProps) {
  const router = useRouter()
  const apply = (change: Partial<LinkListParams>) =>
    router.push(`${path}${linkListParams.query(params, change)}`, { scroll: false })
  return (
    <>
      {activeFilters(params).map((name) => (
        <Chip key={name} removeHref={`${path}${linkListParams.query(params, withoutFilter(name))}`}>
          <ChipWords name={name} params={params} facets={facets} onApply={apply} />
        </Chip>
      ))}
      <AddFilter params={params} facets={facets} onApply={apply} />
    </>
  )
}

type ChipWordsProps = Omit<LinkFiltersProps, "path"> & {
  name: FilterName
  onApply: (change: Partial<LinkListParams>) => void
}

const settled: readonly FilterName[] = ["q", ...flagFilters]

function ChipWords({ name, params, facets, onApply }: ChipWordsProps) {
  const t = useTranslations("links.filters")
  const words = useFilterWords(facets)(name, params)
  if (settled.includes(name)) return words
  return (
    <Popover
      label={t(name)}
      trigger={(props) => (
        <button type="button" {...props} className="max-w-full truncate rounded-sm hover:underline">
          {words}
        </button>
      )}
    >
      {(close) => (
        <FilterEditor
          name={name}
          params={params}
          facets={facets}
          onApply={(change) => {
            close()
            onApply(change)
          }}
        />
      )}
    </Popover>
  )
}
