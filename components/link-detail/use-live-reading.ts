"use client"

import { useCallback, useEffect, useRef, useState } from "react"
import { type Call, useCall } from "@/components/shell/use-call"
import { ticketAnswer } from "@/components/ui/ticket"
import { readLiveAction } from "@/lib/mirror/live/actions"
import { type LiveReading, liveReading } from "@/lib/mirror/live/schema"
import { useLink } from "./link-context"

export type LiveState =
  /** A link that was gone already is asked for only on demand. */
  | { phase: "resting" }
  | { phase: "asking" }
  | { phase: "queued" }
  | { phase: "told"; at: Date }
  | { phase: "failed"; message: string }

/** Asks Belvo for the link at once, and again on demand. The answer goes into the view alone. */
export function useLiveReading(): { state: LiveState; ask: () => void } {
  const { environment, page, observe, observeGone } = useLink()
  const linkId = page.link.id
  const wasGone = page.link.removedAt !== null
  const [state, setState] = useState<LiveState>({ phase: wasGone ? "resting" : "asking" })
  const tell = useRef<(reading: LiveReading) => void>(() => {})
  useEffect(() => {
    tell.current = (reading) => {
      if (reading.kind === "found") observe(reading.link, reading.observedAt)
      else observeGone(reading.observedAt)
      setState({ phase: "told", at: reading.observedAt })
    }
  })
  const call = useCall()
  const asking = useRef<AbortController | null>(null)

  const ask = useCallback(() => {
    asking.current?.abort()
    asking.current = new AbortController()
    const { signal } = asking.current
    setState({ phase: "asking" })
    const onQueued = () => setState({ phase: "queued" })
    void readLiveLink({ call, environment, linkId }, { signal, onQueued }).then((answer) => {
      if (signal.aborted) return
      if (typeof answer === "string") setState({ phase: "failed", message: answer })
      else tell.current(answer)
    })
  }, [call, environment, linkId])
  const restsFirst = useRef(wasGone)
  useEffect(() => {
    if (!restsFirst.current) ask()
    return () => asking.current?.abort()
  }, [ask])
  return { state, ask }
}

type Asked = { call: Call; environment: string; linkId: string }
type Waiting = { signal?: AbortSignal; onQueued?: () => void }

/** The reading, or in a sentence why there is none. */
export async function readLiveLink(
  { call, environment, linkId }: Asked,
  { signal = new AbortController().signal, onQueued }: Waiting = {},
): Promise<LiveReading | string> {
  const result = await call(() => readLiveAction(environment, { linkId }))
  if (!result.ok) return result.message
  if (result.data.kind === "fresh") return result.data.value
  if (!signal.aborted) onQueued?.()
  const answer = await ticketAnswer(`/api/${environment}/tickets/${result.data.ticketId}`, signal)
  if (!answer.ok) return answer.message
  const reading = liveReading.safeParse(answer.value)
  return reading.success ? reading.data : ""
}
