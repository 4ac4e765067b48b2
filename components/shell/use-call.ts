"use client"

import { unstable_rethrow } from "next/navigation"
import { useTranslations } from "next-intl"
import { useCallback } from "react"
import type { ActionFailure } from "@/lib/action"

/** Without an id where nobody answered. */
export type Failure = Omit<ActionFailure, "requestId"> & Partial<Pick<ActionFailure, "requestId">>
export type Answer<T> = { ok: true; data: T } | Failure
export type Call = <T>(run: () => Promise<Answer<T>>) => Promise<Answer<T>>

/** Runs an action; where it or its answer was lost on the way, that is a failure like any other, in a plain sentence. */
export function useCall(): Call {
  const t = useTranslations("ui.error")
  const message = t("unreached")
  return useCallback<Call>(
    async (run) => {
      try {
        return await run()
      } catch (error) {
        // An action answers all that it expects. What rejects is the way there and back (network, restart, a newer release),
        // in kinds of error that neither browsers nor Next name; only Next's redirects are no failure.
        unstable_rethrow(error)
        return { ok: false, code: "UNAVAILABLE", message }
      }
    },
    [message],
  )
}
