"use client"

import { useNow } from "next-intl"
import { useSyncExternalStore } from "react"

const stepMs = 1_000

/** Milliseconds until then, counted down by the second; 0 where there is nothing to wait for. */
export function useTimeLeft(until: string | null): number {
  const serverNow = useNow().getTime()
  const now = useSyncExternalStore(until === null ? never : everySecond, thisSecond, () => serverNow)
  return until === null ? 0 : Math.max(0, Date.parse(until) - now)
}

const thisSecond = () => Math.floor(Date.now() / stepMs) * stepMs

function everySecond(listener: () => void): () => void {
  const timer = setInterval(listener, stepMs)
  return () => clearInterval(timer)
}

const never = () => () => {}
