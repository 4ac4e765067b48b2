"use client"

import { ChevronLeft, ListFilter } from "lucide-react"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Popover, type TriggerProps } from "@/components/ui/popover"
import { useShortcut } from "@/components/ui/shortcuts"
import type { LinkFacets } from "@/lib/links/facets/schema"
import type { LinkListParams } from "@/lib/links/schema"
import { FilterEditor } from "./filter-editor"
import { type FilterName, filtersOffered, isFlagFilter } from "./filters"

type AddFilterProps = {
  params: LinkListParams
  facets: LinkFacets
  onApply: (change: Partial<LinkListParams>) => void
}

export function AddFilter(props: AddFilterProps) {
  const t = useTranslations("links.filters")
  return (
    <Popover label={t("add")} trigger={(trigger) => <AddButton {...trigger} />}>
      {(close) => (
        <Steps
          {...props}
          onApply={(change) => {
            close()
            props.onApply(change)
          }}
        />
      )}
    </Popover>
  )
}

function AddButton(props: TriggerProps) {
  const t = useTranslations("links.filters")
  useShortcut("f", t("add"), () => props.ref.current?.click())
  return (
    <Button variant="ghost" icon={<ListFilter />} {...props}>
      {t("add")}
    </Button>
  )
}

/** First by what, then to what. */
function Steps({ params, facets, onApply }: AddFilterProps) {
  const t = useTranslations("links.filters")
  const [name, setName] = useState<FilterName | null>(null)
  if (name === null) {
    const choose = (one: FilterName) => (isFlagFilter(one) ? onApply({ [one]: true }) : setName(one))
    return (
      <div className="-m-2 flex w-52 flex-col">
        {filtersOffered(params).map((one) => (
          <Button key={one} variant="ghost" className="justify-start" onClick={() => choose(one)}>
            {t(one)}
          </Button>
        ))}
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-1">
        <Button variant="ghost" size="sm" icon={<ChevronLeft />} aria-label={t("back")} onClick={() => setName(null)} />
        <span className="font-medium">{t(name)}</span>
      </div>
      <div ref={focusFirst}>
        <FilterEditor name={name} params={params} facets={facets} onApply={onApply} />
      </div>
    </div>
  )
}

/** The button that had the focus is gone. */
const focusFirst = (element: HTMLElement | null) => {
  element?.querySelector<HTMLElement>("input, textarea, button")?.focus()
}
