"use client"

import { useTimeZone } from "next-intl"
import { useEffect } from "react"
import { remember } from "@/components/ui/remember"

/** Tells the server the reader's time zone for the next document. */
export function RememberTimeZone() {
  const known = useTimeZone()
  useEffect(() => {
    const actual = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (actual !== known) remember("enlace_tz", actual)
  }, [known])
  return null
}
