"use client"

import { useEffect, useEffectEvent, useState } from "react"
import type { ZodType } from "zod"

type StreamOptions<T> = {
  schema: ZodType<T>
  /** Called with each word; `end` where no other will come. */
  onTold: (told: T, end: () => void) => void
}

/**
 * The last that the server has told at `path`: null as long as nothing has come, and again once nothing comes or nobody understands it, as
 * what was rendered since is newer. While nobody looks nothing is listened to; who looks again is told how things stand then.
 */
export function useStream<T>(path: string, { schema, onTold }: StreamOptions<T>): T | null {
  const [told, setTold] = useState<T | null>(null)
  const hear = useEffectEvent((data: string, end: () => void) => {
    const { data: word } = schema.safeParse(JSON.parse(data))
    // Of another version of this console: as good as lost.
    setTold(word ?? null)
    if (word !== undefined) onTold(word, end)
  })
  useEffect(() => {
    if (typeof EventSource === "undefined") return
    let source: EventSource | null = null
    const end = () => {
      source?.close()
      document.removeEventListener("visibilitychange", look)
    }
    const look = () => {
      source?.close()
      if (document.hidden) return setTold(null)
      source = new EventSource(path)
      source.onmessage = ({ data }: MessageEvent<string>) => hear(data, end)
      source.onerror = () => setTold(null)
    }
    look()
    document.addEventListener("visibilitychange", look)
    return () => {
      end()
      setTold(null)
    }
  }, [path])
  return told
}
