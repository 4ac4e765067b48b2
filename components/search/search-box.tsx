"use client"

import { LoaderCircle, Search } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { type KeyboardEvent, useId, useRef, useState, useTransition } from "react"
import { Input } from "@/components/ui/input"
import { Kbd } from "@/components/ui/kbd"
import { useShortcut } from "@/components/ui/shortcuts"
import { readQuery } from "@/lib/links/schema"
import type { SearchHit } from "@/lib/links/search/schema"
import { hitId, SearchHits } from "./search-hits"
import { searchPath } from "./search-path"
import { fetchSearch, useSuggestions } from "./use-suggestions"

/**
 * The one box for anything that a customer may quote: hits while typing, the link itself by Enter or by a paste. Without scripts
 * its form leads to the same. `/` goes to it, Esc leaves it.
 */
export function SearchBox({ environment }: { environment: string }) {
  const t = useTranslations("search")
  const shell = useTranslations("shell")
  const router = useRouter()
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  const [text, setText] = useState("")
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const [pending, start] = useTransition()
  const { hits } = useSuggestions(environment, open ? readQuery(text) : undefined)
  useShortcut("/", shell("keys.search"), () => input.current?.select())

  const leave = () => {
    setOpen(false)
    setText("")
    setActive(-1)
    input.current?.blur()
  }
  const openHit = (hit: SearchHit) => {
    leave()
    router.push(searchPath(environment, { kind: "link", id: hit.id }), { scroll: false })
  }
  const find = (sought: string) => {
    const q = readQuery(sought)
    if (q === undefined) return
    start(async () => {
      const target = (await fetchSearch(environment, q))?.target
      leave()
      router.push(target ? searchPath(environment, target) : `/${environment}/search?q=${encodeURIComponent(q)}`)
    })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape") return open && hits.length > 0 ? setOpen(false) : leave()
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return
    event.preventDefault()
    setOpen(true)
    setActive(step(active, event.key === "ArrowDown" ? 1 : -1, hits.length))
  }
  const chosen = open ? hits[active] : undefined
  const Icon = pending ? LoaderCircle : Search

  return (
    <div className="relative">
      {/* biome-ignore lint/a11y/useSemanticElements: <search> is too new for the browsers that some desks still have */}
      <form
        role="search"
        action={`/${environment}/search`}
        onSubmit={(event) => {
          event.preventDefault()
          if (chosen) openHit(chosen)
          else find(text)
        }}
      >
        <Icon aria-hidden className={`absolute top-2 left-2.5 size-4 text-faint ${pending ? "animate-spin" : ""}`} />
        <Input
          ref={input}
          name="q"
          type="search"
          role="combobox"
          aria-expanded={open && hits.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          {...(chosen ? { "aria-activedescendant": hitId(listId, chosen) } : {})}
          aria-label={shell("search.label")}
          placeholder={shell("search.placeholder")}
          autoComplete="off"
          spellCheck={false}
          className="peer pr-8 pl-8"
          value={text}
          onChange={(event) => {
            const { value } = event.target
            setText(value)
            setActive(-1)
            setOpen(true)
            if (isPasted(event.nativeEvent)) find(value)
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setOpen(false)}
        />
        <span aria-hidden className="absolute top-[7px] right-2 hidden peer-placeholder-shown:block peer-focus:hidden">
          <span className="pointer-coarse:hidden">
            <Kbd>/</Kbd>
          </span>
        </span>
      </form>
      <SearchHits id={listId} label={t("hits")} hits={open ? hits : []} active={active} onOpen={openHit} />
    </div>
  )
}

/** A paste is a question in itself; typing goes on. */
const isPasted = (event: Event): boolean => event instanceof InputEvent && event.inputType === "insertFromPaste"

/** Round through the hits, and through none of them. */
const step = (active: number, by: 1 | -1, count: number): number => {
  const next = active + by
  if (next >= count) return -1
  return next < -1 ? count - 1 : next
}
