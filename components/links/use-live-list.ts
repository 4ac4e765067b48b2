"use client"

import { useEffect, useState } from "react"
import { type Call, useCall } from "@/components/shell/use-call"
import { ticketAnswer } from "@/components/ui/ticket"
import { listLiveAction } from "@/lib/mirror/live/actions"
import type { LiveList } from "@/lib/mirror/live/schema"

export type LiveListState =
  | { phase: "asking" | "queued" }
  | { phase: "told"; list: LiveList }
  | { phase: "failed"; message: string }

/** Belvo's list for this query, asked when the query or the attempt is a new one. */
export function useLiveList(environment: string, query: string, attempt: number): LiveListState {
  const asked = `${attempt} ${environment} ${query}`
  const [answer, setAnswer] = useState<{ asked: string; state: LiveListState } | null>(null)
  const call = useCall()
  useEffect(() => {
    const waiting = new AbortController()
    const tell = (state: LiveListState) => !waiting.signal.aborted && setAnswer({ asked, state })
    const onQueued = () => tell({ phase: "queued" })
    void ask({ call, environment, query }, { signal: waiting.signal, onQueued }).then(tell)
    return () => waiting.abort()
  }, [asked, call, environment, query])
  return answer?.asked === asked ? answer.state : { phase: "asking" }
}

type Asked = { call: Call; environment: string; query: string }
type Waiting = { signal: AbortSignal; onQueued: () => void }

async function ask({ call, environment, query }: Asked, { signal, onQueued }: Waiting): Promise<LiveListState> {
  const result = await call(() => listLiveAction(environment, { query }))
  if (!result.ok) return { phase: "failed", message: result.message }
  if (result.data.kind === "fresh") return { phase: "told", list: result.data.value }
  onQueued()
  const answer = await ticketAnswer(`/api/${environment}/tickets/${result.data.ticketId}`, signal)
  if (!answer.ok) return { phase: "failed", message: answer.message }
  const { liveList } = await import("@/lib/mirror/live/schema")
  const parsed = liveList.safeParse(answer.value)
  return parsed.success ? { phase: "told", list: parsed.data } : { phase: "failed", message: "" }
}
