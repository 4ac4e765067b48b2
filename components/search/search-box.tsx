"use client"

import { LoaderCircle, Search } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { type ChangeEvent, type KeyboardEvent, type RefObject, useId, useRef, useState, useTransition } from "react"
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

/** What has been typed into the box, what it hits, and where that leads. */
function useSearch(environment: string, input: RefObject<HTMLInputElement | null>) {
  const router = useRouter()
  const [text, setText] = useState("")
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const [pending, start] = useTransition()
  const found = useSuggestions(environment, open ? readQuery(text) : undefined).hits
  const hits = open ? found : []

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
  const chosen = hits[active]
  const onChange = ({ target, nativeEvent }: ChangeEvent<HTMLInputElement>) => {
    setText(target.value)
    setActive(-1)
    setOpen(true)
    if (isPasted(nativeEvent)) find(target.value)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape") return hits.length > 0 ? setOpen(false) : leave()
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return
    event.preventDefault()
    setOpen(true)
    setActive(step(active, event.key === "ArrowDown" ? 1 : -1, found.length))
  }
  const submit = () => (chosen ? openHit(chosen) : find(text))
  const close = () => setOpen(false)
  return { text, hits, active, chosen, pending, onChange, onKeyDown, submit, openHit, close }
}

/** A paste is a question in itself; typing goes on. */
const isPasted = (event: Event): boolean => event instanceof InputEvent && event.inputType === "insertFromPaste"

/** Round through the hits, and through none of them. */
const step = (active: number, by: 1 | -1, count: number): number => {
  const next = active + by
  if (next >= count) return -1
  return next < -1 ? count - 1 : next
}
