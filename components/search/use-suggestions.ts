"use client"

import { useEffect, useState } from "react"
import type { SearchAnswer } from "@/lib/links/search/schema"

const pauseMs = 120
const nothingFound: SearchAnswer = { hits: [], target: null }

/** What the mirror has for this beginning, once the typing pauses. */
export function useSuggestions(environment: string, q: string | undefined): SearchAnswer {
  const [answer, setAnswer] = useState<{ q: string | undefined; found: SearchAnswer }>({
    q: undefined,
    found: nothingFound,
  })
  useEffect(() => {
    if (q === undefined) return
    const asking = new AbortController()
    const timer = setTimeout(async () => {
      const found = await fetchSearch(environment, q, asking.signal)
      if (found && !asking.signal.aborted) setAnswer({ q, found })
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [environment, q])
  return q === undefined || answer.q === undefined ? nothingFound : answer.found
}

/** Null where there was no answer: given up, no network, signed out. */
export async function fetchSearch(environment: string, q: string, signal?: AbortSignal): Promise<SearchAnswer | null> {
  try {
    const response = await fetch(`/api/${environment}/search?q=${encodeURIComponent(q)}`, signal ? { signal } : {})
    const { searchAnswer } = await import("@/lib/links/search/schema")
    const parsed = searchAnswer.safeParse(await response.json())
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError) return null
    throw error
  }
}
