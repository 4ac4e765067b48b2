"use client"

import { useEffect, useState } from "react"
import type { ShellStatus } from "@/lib/sync/progress/schema"

const everyMs = 15_000
const everyWhileRunningMs = 2_500

type Listener = (status: ShellStatus) => void
const listeners = new Map<string, Set<Listener>>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()

/** The server's word first, then asked for again while somebody looks; all who show it share one request. */
export function useMirrorStatus(environment: string, initial: ShellStatus): ShellStatus {
  const [status, setStatus] = useState(initial)
  useEffect(() => {
    setStatus(initial)
    return listen(environment, initial, setStatus)
  }, [environment, initial])
  return status
}

/** Asks at once, as after a click that has changed it. */
export function refreshMirrorStatus(environment: string): void {
  clearTimeout(timers.get(environment))
  void ask(environment)
}

function listen(environment: string, initial: ShellStatus, listener: Listener): () => void {
  const those = listeners.get(environment) ?? new Set()
  listeners.set(environment, those.add(listener))
  if (!timers.has(environment)) askLater(environment, initial.running)
  return () => {
    those.delete(listener)
    if (those.size > 0) return
    clearTimeout(timers.get(environment))
    timers.delete(environment)
  }
}

function askLater(environment: string, running: boolean): void {
  clearTimeout(timers.get(environment))
  timers.set(
    environment,
    setTimeout(() => void ask(environment), running ? everyWhileRunningMs : everyMs),
  )
}

async function ask(environment: string): Promise<void> {
  const status = document.hidden ? null : await fetchStatus(environment)
  if (status) for (const listener of listeners.get(environment) ?? []) listener(status)
  if ((listeners.get(environment)?.size ?? 0) > 0) askLater(environment, status?.running ?? false)
}

/** Null where there is no answer: the last one stays. What parses it comes with the first answer, not with the page. */
async function fetchStatus(environment: string): Promise<ShellStatus | null> {
  try {
    const response = await fetch(`/api/${environment}/status`)
    const { shellStatus } = await import("@/lib/sync/progress/schema")
    return response.ok ? shellStatus.parse(await response.json()) : null
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
