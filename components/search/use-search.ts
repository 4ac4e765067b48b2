"use client"

import { useRouter } from "next/navigation"
import { type ChangeEvent, type KeyboardEvent, type RefObject, useState, useTransition } from "react"
import { readQuery } from "@/lib/links/schema"
import type { SearchHit } from "@/lib/links/search/schema"
import { searchPath } from "./search-path"
import { fetchSearch, useSuggestions } from "./use-suggestions"

/** What has been typed into the box, what it hits, and where that leads. */
export function useSearch(environment: string, input: RefObject<HTMLInputElement | null>) {
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
