"use client"

import { useRouter } from "next/navigation"
import { useEffect, useRef, useState } from "react"
import { type Progress, progress } from "@/lib/progress"

const refreshEveryMs = 3_000

/**
 * What the server tells at `path`, from what the page was rendered with on; the page's lists follow some seconds later at the latest.
 * Where the stream is refused or lost, the caller asks by itself.
 */
export function useProgress(path: string, rendered: Progress) {
  const router = useRouter()
  const [told, setTold] = useState<Progress | null>(null)
  const [live, setLive] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => {
    if (typeof EventSource === "undefined") return
    const source = new EventSource(path)
    let isFirst = true
    const refresh = () => {
      timer.current = null
      router.refresh()
    }
    const end = () => {
      if (timer.current) clearTimeout(timer.current)
      refresh()
      source.close()
    }
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const { data: answer } = progress.safeParse(JSON.parse(data))
      // Of another version of this console: as good as lost.
      if (!answer) return setLive(false)
      setTold(answer)
      if (answer.over) end()
      else if (!isFirst) timer.current ??= setTimeout(refresh, refreshEveryMs)
      isFirst = false
    }
    source.onopen = () => setLive(true)
    source.onerror = () => setLive(false)
    return () => {
      source.close()
      if (timer.current) clearTimeout(timer.current)
      timer.current = null
    }
  }, [path, router])
  return { progress: told ?? rendered, live }
}
