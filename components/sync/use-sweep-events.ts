"use client"

import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"
import { type RunProgress, sweepProgress } from "@/lib/sync/progress/schema"

/**
 * The sweep under way as the server tells of it, and whether the server does: where the stream is refused or lost, the caller
 * asks by itself. Another sweep, or an end, renders the page anew.
 */
export function useSweepEvents(environment: string, rendered: RunProgress | null) {
  const router = useRouter()
  const [told, setTold] = useState<RunProgress | null>(null)
  const [live, setLive] = useState(false)
  const id = rendered?.id
  useEffect(() => {
    if (typeof EventSource === "undefined") return
    const source = new EventSource(`/api/${environment}/sync/events`)
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const { data: progress } = sweepProgress.safeParse(JSON.parse(data))
      // Of another version of this console: as good as lost.
      if (!progress) return setLive(false)
      setTold(progress.run)
      if (progress.run?.id !== id) router.refresh()
    }
    source.onopen = () => setLive(true)
    source.onerror = () => setLive(false)
    return () => source.close()
  }, [environment, id, router])
  return { run: rendered && told?.id === rendered.id ? told : rendered, live }
}
