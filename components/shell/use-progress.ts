"use client"

import { useEffect, useRef, useState } from "react"
import { useSeenRefresh } from "@/components/shell/use-seen-refresh"
import { type Progress, progress } from "@/lib/progress"

const refreshEveryMs = 3_000

/**
 * What the server tells at `path`, from what the page was rendered with on; the page's lists follow some seconds later at the latest.
 * Where the stream is refused or lost, or does not get through, the caller asks by itself.
 */
export function useProgress(path: string, rendered: Progress) {
  const refreshSeen = useSeenRefresh()
  /** Null as long as nothing has come, and again once nothing comes: what was rendered since is newer. */
  const [told, setTold] = useState<Progress | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => {
    if (typeof EventSource === "undefined") return
    const source = new EventSource(path)
    let isFirst = true
    const refresh = () => {
      timer.current = null
      refreshSeen()
    }
    const end = () => {
      if (timer.current) clearTimeout(timer.current)
      refresh()
      source.close()
    }
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const { data: answer } = progress.safeParse(JSON.parse(data))
      // Of another version of this console: as good as lost.
      if (!answer) return setTold(null)
      setTold(answer)
      if (answer.over) end()
      else if (!isFirst) timer.current ??= setTimeout(refresh, refreshEveryMs)
      isFirst = false
    }
    source.onerror = () => setTold(null)
    return () => {
      source.close()
      if (timer.current) clearTimeout(timer.current)
      timer.current = null
    }
  }, [path, refreshSeen])
  return { progress: told ?? rendered, live: told !== null }
}
