"use client"

import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import type { LinkFacets } from "@/lib/links/facets/schema"
import { type LinkListParams, presences } from "@/lib/links/schema"
import { ChoiceEditor } from "./choice-editor"
import { useChoices } from "./choices"
import { DateEditor } from "./date-editor"
import { dateFilters, type FilterName, isChoiceFilter, isDateFilter, isIdFilter } from "./filters"
import { IdsEditor } from "./ids-editor"

type FilterEditorProps = {
  name: FilterName
  params: LinkListParams
  facets: LinkFacets
  onApply: (change: Partial<LinkListParams>) => void
}

/** What fits the filter: a list to choose from, days, or a place to paste ids. */
export function FilterEditor({ name, params, facets, onApply }: FilterEditorProps) {
  const t = useTranslations("links.filters")
  const choicesOf = useChoices(facets)
  const label = t(name)
  if (isChoiceFilter(name)) {
    const choices = choicesOf(name, params)
    return (
      <ChoiceEditor
        label={label}
        choices={choices}
        chosen={params[name]}
        onApply={(values) => onApply({ [name]: values })}
      />
    )
  }
  if (isDateFilter(name)) {
    const { from, to } = dateFilters[name]
    const range = { from: params[from], to: params[to] }
    return <DateEditor range={range} onApply={(next) => onApply({ [from]: next.from, [to]: next.to })} />
  }
  if (isIdFilter(name)) {
    return <IdsEditor label={label} ids={params[name]} onApply={(ids) => onApply({ [name]: ids })} />
  }
  return <PresenceEditor params={params} onApply={onApply} />
}

function PresenceEditor({ params, onApply }: Pick<FilterEditorProps, "params" | "onApply">) {
  const t = useTranslations("links.values.presence")
  return (
    <div className="flex flex-col gap-1">
      {presences.map((presence) => (
        <Button
          key={presence}
          variant="ghost"
          className="justify-start"
          aria-pressed={params.presence === presence}
          onClick={() => onApply({ presence })}
        >
          {t(presence)}
        </Button>
      ))}
    </div>
  )
}
