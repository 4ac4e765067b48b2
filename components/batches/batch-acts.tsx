"use client"

import { Pause, Play, RotateCcw, Undo2 } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { type ReactNode, useState, useTransition } from "react"
import { AskingButton } from "@/components/shell/asking-button"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast-store"
import { cancelBatchAction, pauseBatchAction, resumeBatchAction, retryBatchAction } from "@/lib/batches/actions"
import type { BatchView } from "@/lib/batches/queries"
import { isHeld } from "@/lib/batches/rules"

type BatchActsProps = {
  environment: string
  batch: Pick<BatchView, "id" | "state" | "counts" | "heldUntil" | "problem">
}

const acts = {
  pause: pauseBatchAction,
  resume: resumeBatchAction,
  retry: retryBatchAction,
}
type Act = keyof typeof acts

/** Stops it for a while or for good, goes on with it, or asks again for what failed. */
export function BatchActs({ environment, batch }: BatchActsProps) {
  const t = useTranslations("batches.acts")
  const { pending, act } = useActs(environment, batch.id)
  const { state, counts } = batch
  const button = (name: Act, icon: ReactNode, label?: string) => (
    <Button
      {...{ icon, pending: pending === name, disabled: pending !== null && pending !== name }}
      onClick={() => act(name)}
    >
      {label ?? t(name, { count: counts.failed })}
    </Button>
  )
  return (
    <>
      {isHeld(batch) && button("resume", <Play />, t("askNow"))}
      {state === "running" && button("pause", <Pause />)}
      {state === "paused" && button("resume", <Play />)}
      {(state === "running" || state === "paused") && (
        <AskingButton
          {...{ icon: <Undo2 />, disabled: pending !== null }}
          label={t("cancel")}
          title={t("cancelTitle")}
          confirm={t("cancelConfirm", { count: counts.waiting })}
          run={() => cancelBatchAction(environment, { batchId: batch.id })}
          done={() => t("told.cancel")}
        >
          <p>{t("cancelText", { count: counts.waiting, done: counts.done })}</p>
        </AskingButton>
      )}
      {state === "done" && counts.failed > 0 && button("retry", <RotateCcw />)}
    </>
  )
}

function useActs(environment: string, batchId: string) {
  const t = useTranslations("batches.acts.told")
  const router = useRouter()
  const call = useCall()
  const [pending, setPending] = useState<Act | null>(null)
  const [, start] = useTransition()
  const act = (name: Act) => {
    setPending(name)
    start(async () => {
      const result = await call(() => acts[name](environment, { batchId }))
      setPending(null)
      if (!result.ok) return tellFailure(result)
      toast({ title: t(name) })
      router.refresh()
    })
  }
  return { pending, act }
}
