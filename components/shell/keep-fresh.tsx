"use client"

import { useRouter } from "next/navigation"
import { useEffect } from "react"

/** Renders the page anew, as long as it is on it and somebody looks; every two seconds where nothing else is said. */
export function KeepFresh({ seconds = 2 }: { seconds?: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh()
    }, seconds * 1000)
    return () => clearInterval(timer)
  }, [router, seconds])
  return null
}
