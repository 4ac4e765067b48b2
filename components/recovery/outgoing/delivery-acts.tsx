"use client"

import { Braces, RotateCw } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { tellFailure } from "@/components/shell/tell-failure"
import type { Answer } from "@/components/shell/use-call"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Scroller } from "@/components/ui/scroller"
import { toast } from "@/components/ui/toast-store"
import { resendDeliveryAction, resendFailedAction } from "@/lib/outgoing/actions"
import type { DeliveryRow } from "@/lib/outgoing/schema"

type DeliveryActsProps = { environment: string; row: DeliveryRow; mayResend: boolean }

/** Shows what was sent, and sends it once more. */
export function DeliveryActs({ environment, row, mayResend }: DeliveryActsProps) {
  const t = useTranslations("outgoing.log")
  const [open, setOpen] = useState(false)
  const resend = useResend(() => resendDeliveryAction(environment, { deliveryId: row.id }))
  const isOver = row.state === "failed" || row.state === "delivered"
  return (
    <span className="inline-flex gap-1">
      <Button
        variant="ghost"
        size="sm"
        icon={<Braces />}
        aria-label={t("show")}
        data-tip={t("show")}
        onClick={() => setOpen(true)}
      />
      {mayResend && isOver && (
        <Button
          variant="ghost"
          size="sm"
          icon={<RotateCw />}
          aria-label={t("resend")}
          data-tip={t("resend")}
          pending={resend.pending}
          onClick={() => resend.submit(undefined)}
        />
      )}
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("kept")}
        size="lg"
        footer={<Button onClick={() => setOpen(false)}>{t("close")}</Button>}
      >
        <Scroller label={t("kept")} className="max-h-96">
          <pre className="whitespace-pre-wrap break-all font-mono text-sm">{row.body}</pre>
        </Scroller>
      </Dialog>
    </span>
  )
}

export function ResendAll({ environment, failed }: { environment: string; failed: number }) {
  const t = useTranslations("outgoing.log")
  const resend = useResend(() => resendFailedAction(environment, undefined), failed)
  return (
    <Button size="sm" icon={<RotateCw />} pending={resend.pending} onClick={() => resend.submit(undefined)}>
      {t("resendAll", { count: failed })}
    </Button>
  )
}

function useResend(run: () => Promise<Answer<unknown>>, count = 1) {
  const t = useTranslations("outgoing.log")
  const router = useRouter()
  return useSubmit(
    async () => {
      const answer = await run()
      if (!answer.ok) tellFailure(answer)
      return answer
    },
    () => {
      toast({ title: t("resent", { count }), tone: "good" })
      router.refresh()
    },
  )
}
