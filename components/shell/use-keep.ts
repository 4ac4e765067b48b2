"use client"

import { useTransition } from "react"
import type { ActionResult } from "@/lib/action"
import { tellFailure } from "./tell-failure"
import { useCall } from "./use-call"

/** For a choice that shows at once: has it kept, and says so only where it could not be. */
export function useKeep() {
  const [pending, start] = useTransition()
  const call = useCall()
  const keep = (run: () => Promise<ActionResult<unknown>>) =>
    start(async () => {
      const kept = await call(run)
      if (!kept.ok) tellFailure(kept)
    })
  return { pending, keep }
}
