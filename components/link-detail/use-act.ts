"use client"

import { useState } from "react"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import type { ActionResult } from "@/lib/action"

/** Runs one action at a time; a failure is said in its own sentence, and the answer is undefined. */
export function useAct() {
  const [pending, setPending] = useState(false)
  const call = useCall()
  const act = async <T>(run: () => Promise<ActionResult<T>>): Promise<T | undefined> => {
    setPending(true)
    try {
      const result = await call(run)
      if (result.ok) return result.data
      tellFailure(result)
      return undefined
    } finally {
      setPending(false)
    }
  }
  return { pending, act }
}
