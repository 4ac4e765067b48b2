"use client"

import { useRouter } from "next/navigation"
import { useEffect } from "react"

const everyMs = 3_000

/** Renders the page anew while the source is being read and somebody looks. */
export function SourceFresh() {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh()
    }, everyMs)
    return () => clearInterval(timer)
  }, [router])
  return null
}
