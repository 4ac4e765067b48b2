"use client"

import { useState } from "react"
import { toast } from "@/components/ui/toast-store"
import type { ActionResult } from "@/lib/action"

/** Runs one action at a time; a failure is said in its own sentence, and the answer is undefined. */
export function useAct() {
  const [pending, setPending] = useState(false)
  const act = async <T>(call: () => Promise<ActionResult<T>>): Promise<T | undefined> => {
    setPending(true)
    try {
      const result = await call()
      if (result.ok) return result.data
      const requestId = result.belvoRequestId ?? result.requestId
      toast({ tone: "bad", title: result.message, detail: requestId })
      return undefined
    } finally {
      setPending(false)
    }
  }
  return { pending, act }
}
