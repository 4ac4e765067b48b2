"use client"

import { LoaderCircle, Search } from "lucide-react"
import { useTranslations } from "next-intl"
import { useId, useRef } from "react"
import { Input } from "@/components/ui/input"
import { Kbd } from "@/components/ui/kbd"
import { useShortcut } from "@/components/ui/shortcuts"
import { hitId, SearchHits } from "./search-hits"
import { useSearch } from "./use-search"

/**
 * The one box for anything that a customer may quote: hits while typing, the link itself by Enter or by a paste. Without scripts
 * its form leads to the same. `/` goes to it, Esc leaves it.
 */
export function SearchBox({ environment }: { environment: string }) {
  const t = useTranslations("search")
  const shell = useTranslations("shell")
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  const search = useSearch(environment, input)
  const { hits, active, chosen, pending } = search
  useShortcut("/", shell("keys.search"), () => input.current?.select())
  const Icon = pending ? LoaderCircle : Search

  return (
    <div className="relative">
      {/* biome-ignore lint/a11y/useSemanticElements: <search> is too new for the browsers that some desks still have */}
      <form
        role="search"
        action={`/${environment}/search`}
        onSubmit={(event) => {
          event.preventDefault()
          search.submit()
        }}
      >
        <Icon aria-hidden className={`absolute top-2 left-2.5 size-4 text-faint ${pending ? "animate-spin" : ""}`} />
        <Input
          ref={input}
          name="q"
          type="search"
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          {...(chosen ? { "aria-activedescendant": hitId(listId, chosen) } : {})}
          aria-label={shell("search.label")}
          placeholder={shell("search.placeholder")}
          autoComplete="off"
          spellCheck={false}
          className="peer pr-8 pl-8"
          value={search.text}
          onChange={search.onChange}
          onKeyDown={search.onKeyDown}
          onBlur={search.close}
        />
        <span aria-hidden className="absolute top-[7px] right-2 hidden peer-placeholder-shown:block peer-focus:hidden">
          <span className="pointer-coarse:hidden">
            <Kbd>/</Kbd>
          </span>
        </span>
      </form>
      <SearchHits id={listId} label={t("hits")} hits={hits} active={active} onOpen={search.openHit} />
    </div>
  )
}
