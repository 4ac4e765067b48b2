import { useRouter } from "next/navigation"
import { useState, useTransition } from "react"
import { tellFailure } from "@/components/shell/tell-failure"
import { type Answer, useCall } from "@/components/shell/use-call"
import { type Toast, toast } from "@/components/ui/toast-store"
import type { Decided } from "@/lib/orphans/schema"

type Run = () => Promise<Answer<Decided>>

/** One decision: a toast says how it went, and what was left out is kept to be shown. */
export function useOrphanAct() {
  const router = useRouter()
  const call = useCall()
  const [pending, start] = useTransition()
  const [left, setLeft] = useState<Decided | null>(null)
  const act = (run: Run, told: (decided: Decided) => Toast, onDone: (decided: Decided) => void = () => {}) =>
    start(async () => {
      const answer = await call(run)
      if (!answer.ok) return tellFailure(answer)
      const { data } = answer
      if (data.count > 0) toast({ tone: "good", ...told(data) })
      if (data.skippedCount > 0) setLeft(data)
      else onDone(data)
      router.refresh()
    })
  return { act, pending, left, forget: () => setLeft(null) }
}
