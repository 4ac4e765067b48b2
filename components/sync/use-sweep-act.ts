"use client"

import { useTransition } from "react"
import { refreshMirrorStatus } from "@/components/sync/status-store"
import { toast } from "@/components/ui/toast-store"
import type { ActionResult } from "@/lib/action"

/** Runs an action on sweeps; a failure is said in its own sentence. */
export function useSweepAct(environment: string) {
  const [pending, start] = useTransition()
  const act = (call: () => Promise<ActionResult<unknown>>, done?: string) =>
    start(async () => {
      const result = await call()
      refreshMirrorStatus(environment)
      if (!result.ok) toast({ tone: "bad", title: result.message, detail: result.requestId })
      else if (done) toast({ title: done })
    })
  return { pending, act }
}
