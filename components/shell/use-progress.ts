"use client"

import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"
import { useStream } from "@/components/shell/use-stream"
import { type Progress, progress } from "@/lib/progress"

const refreshEveryMs = 3_000

/**
 * What the server tells at `path`, from what the page was rendered with on; the page's lists follow some seconds later at the latest.
 * Where the stream is refused or lost, or does not get through, the caller asks by itself.
 */
export function useProgress(path: string, rendered: Progress) {
  const router = useRouter()
  const [behind, setBehind] = useState(false)
  const told = useStream(path, {
    schema: progress,
    onTold: (word, end) => {
      setBehind(!word.over && isNews(word, rendered))
      if (!word.over) return
      end()
      router.refresh()
    },
  })
  useEffect(() => {
    if (!behind) return
    const timer = setTimeout(() => {
      setBehind(false)
      // Who looks again is told anew, and the page follows then.
      if (!document.hidden) router.refresh()
    }, refreshEveryMs)
    return () => clearTimeout(timer)
  }, [behind, router])
  return { progress: told ?? rendered, live: told !== null }
}

/** Whether the page shows something else than that. */
const isNews = (word: Progress, rendered: Progress): boolean =>
  word.rest !== rendered.rest ||
  word.steps.some(({ done, total }, index) => {
    const shown = rendered.steps[index]
    return done !== shown?.done || total !== shown.total
  })
