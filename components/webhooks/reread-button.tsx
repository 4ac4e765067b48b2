"use client"

import { RotateCw } from "lucide-react"
import { useTranslations } from "next-intl"
import { useTransition } from "react"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast-store"
import { rereadWebhookAction } from "@/lib/webhooks/actions"

export function RereadButton({ environment, eventId }: { environment: string; eventId: string }) {
  const t = useTranslations("webhooks")
  const [pending, start] = useTransition()
  const call = useCall()
  const reread = () =>
    start(async () => {
      const result = await call(() => rereadWebhookAction(environment, { eventId }))
      if (result.ok) toast({ title: t("asked") })
      else tellFailure(result)
    })
  return (
    <Button
      variant="ghost"
      size="sm"
      icon={<RotateCw />}
      aria-label={t("again")}
      data-tip={t("again")}
      pending={pending}
      onClick={reread}
    />
  )
}
