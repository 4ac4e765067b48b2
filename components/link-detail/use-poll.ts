"use client"

import { useEffect, useRef } from "react"

const everyMs = 2_000

/**
 * Asks a route of ours every two seconds until `url` is null. A hidden page does not ask; an answer that is none, as while
 * the server restarts, is waited out.
 */
export function usePoll(url: string | null, onAnswer: (json: unknown) => void): void {
  const latest = useRef(onAnswer)
  useEffect(() => {
    latest.current = onAnswer
  })
  useEffect(() => {
    if (url === null) return
    const stopping = new AbortController()
    const timer = setInterval(async () => {
      if (document.hidden) return
      const json = await fetchJson(url, stopping.signal)
      if (json !== undefined && !stopping.signal.aborted) latest.current(json)
    }, everyMs)
    return () => {
      clearInterval(timer)
      stopping.abort()
    }
  }, [url])
}

/** Undefined where there is no answer to read. */
export async function fetchJson(url: string, signal?: AbortSignal): Promise<unknown> {
  try {
    const response = await fetch(url, { ...(signal ? { signal } : {}), headers: { accept: "application/json" } })
    return response.ok ? await response.json() : undefined
  } catch (error) {
    // A network that is gone, a request that was given up, a body that is no JSON: nothing to read.
    if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError) return undefined
    throw error
  }
}
