"use client"

import { useRouter } from "next/navigation"
import { useEffect } from "react"

const everyMs = 2_000

/** Renders the page anew, as long as it is on it and somebody looks. */
export function KeepFresh() {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh()
    }, everyMs)
    return () => clearInterval(timer)
  }, [router])
  return null
}
