"use client"

import { useRouter } from "next/navigation"
import { useEffect } from "react"

const everyMs = 2_000

/** Renders the page anew every other second, while it stands on it. */
export function KeepLooking() {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), everyMs)
    return () => clearInterval(timer)
  }, [router])
  return null
}
