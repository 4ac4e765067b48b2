"use client"

import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"
import { type RunProgress, type SweepProgress, sweepProgress } from "@/lib/sync/progress/schema"

/**
 * The sweep under way as the server tells of it, and whether the server does: where the stream is refused or lost, or does not get
 * through, the caller asks by itself. Another sweep, or an end, renders the page anew.
 */
export function useSweepEvents(environment: string, rendered: RunProgress | null) {
  const router = useRouter()
  /** Null as long as nothing has come, and again once nothing comes: what was rendered since is newer. */
  const [told, setTold] = useState<SweepProgress | null>(null)
  const id = rendered?.id
  useEffect(() => {
    if (typeof EventSource === "undefined") return
    const source = new EventSource(`/api/${environment}/sync/events`)
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const { data: progress } = sweepProgress.safeParse(JSON.parse(data))
      // Of another version of this console: as good as lost.
      setTold(progress ?? null)
      if (progress && progress.run?.id !== id) router.refresh()
    }
    source.onerror = () => setTold(null)
    return () => source.close()
  }, [environment, id, router])
  return { run: rendered && told?.run?.id === rendered.id ? told.run : rendered, live: told !== null }
}
