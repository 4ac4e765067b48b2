"use client"

import { RotateCcw, Undo2 } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useTransition } from "react"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast-store"
import { cancelRequestAction, retryRequestAction } from "@/lib/deletions/requests/actions"

type ActProps = { environment: string; requestId: string }

/** Takes back all that has not left yet, or the links that are named. */
export function CancelButton({ environment, requestId, linkIds, onDone }: ActProps & CancelMore) {
  const t = useTranslations("deletions.acts")
  const router = useRouter()
  const call = useCall()
  const [pending, start] = useTransition()
  const cancel = () =>
    start(async () => {
      const input = linkIds ? { requestId, linkIds: [...linkIds] } : { requestId }
      const result = await call(() => cancelRequestAction(environment, input))
      if (!result.ok) return tellFailure(result)
      toast({ title: t("cancelled", { count: result.data.cancelled }) })
      onDone?.()
      router.refresh()
    })
  return (
    <Button icon={<Undo2 />} pending={pending} onClick={cancel}>
      {linkIds ? t("cancelSome", { count: linkIds.length }) : t("cancelAll")}
    </Button>
  )
}

type CancelMore = { linkIds?: readonly string[]; onDone?: () => void }

/** Sends what has failed again; the rest stays as it is. */
export function RetryButton({ environment, requestId, failed }: ActProps & { failed: number }) {
  const t = useTranslations("deletions.acts")
  const router = useRouter()
  const call = useCall()
  const [pending, start] = useTransition()
  const retry = () =>
    start(async () => {
      const result = await call(() => retryRequestAction(environment, { requestId }))
      if (!result.ok) return tellFailure(result)
      toast({ title: t("retried", { count: result.data.retried }) })
      router.refresh()
    })
  return (
    <Button icon={<RotateCcw />} pending={pending} onClick={retry}>
      {t("retry", { count: failed })}
    </Button>
  )
}
