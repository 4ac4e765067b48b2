"use client"

import { useRouter } from "next/navigation"
import { useCallback, useEffect, useRef } from "react"

/** Renders the page anew; where nobody looks, as soon as somebody does. */
export function useSeenRefresh(): () => void {
  const router = useRouter()
  const missed = useRef(false)
  const refresh = useCallback(() => {
    missed.current = document.hidden
    if (!document.hidden) router.refresh()
  }, [router])
  useEffect(() => {
    const catchUp = () => missed.current && refresh()
    document.addEventListener("visibilitychange", catchUp)
    return () => document.removeEventListener("visibilitychange", catchUp)
  }, [refresh])
  return refresh
}
