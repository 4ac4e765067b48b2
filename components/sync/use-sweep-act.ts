"use client"

import { useTransition } from "react"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import { refreshMirrorStatus } from "@/components/sync/status-store"
import { toast } from "@/components/ui/toast-store"
import type { ActionResult } from "@/lib/action"

/** Runs an action on sweeps; a failure is said in its own sentence. */
export function useSweepAct(environment: string) {
  const [pending, start] = useTransition()
  const call = useCall()
  const act = (run: () => Promise<ActionResult<unknown>>, done?: string) =>
    start(async () => {
      const result = await call(run)
      refreshMirrorStatus(environment)
      if (!result.ok) tellFailure(result)
      else if (done) toast({ title: done })
    })
  return { pending, act }
}
