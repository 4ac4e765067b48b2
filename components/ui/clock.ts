"use client"

import { useNow } from "next-intl"
import { useSyncExternalStore } from "react"

const stepMs = 15_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let nowMs = 0

/** The time, in steps of 15 seconds from one timer for the whole page; while hydrating, the server's. */
export function useClock(): Date {
  const serverNow = useNow().getTime()
  return new Date(
    useSyncExternalStore(
      subscribe,
      () => nowMs || serverNow,
      () => serverNow,
    ),
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) {
    tick()
    timer = setInterval(tick, stepMs)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

function tick() {
  nowMs = Date.now()
  for (const listener of listeners) listener()
}
