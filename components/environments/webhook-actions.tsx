"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { WebhookAccessDialog } from "@/components/environments/webhook-access-dialog"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { rotateWebhookAuthorizationAction } from "@/lib/environments/keys/actions"
import type { WebhookAccess } from "@/lib/environments/settings/commands"

type WebhookActionsProps = { slug: string /** One is in use, and ends. */; replaces: boolean }

export function WebhookActions({ slug, replaces }: WebhookActionsProps) {
  const t = useTranslations("environments.webhook")
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const [access, setAccess] = useState<WebhookAccess | null>(null)
  const rotate = useSubmit(
    () => rotateWebhookAuthorizationAction(slug),
    (next) => {
      setAsking(false)
      setAccess(next)
      router.refresh()
    },
  )
  return (
    <>
      {!asking && <FailureBanner failure={rotate.failure} />}
      <Button
        size="sm"
        pending={rotate.pending}
        onClick={() => (replaces ? setAsking(true) : rotate.submit(undefined))}
      >
        {t(replaces ? "rotate" : "make")}
      </Button>
      <DangerDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("rotateTitle", { slug })}
        confirm={t("rotate")}
        onConfirm={() => rotate.submit(undefined)}
        pending={rotate.pending}
        error={rotate.failure?.message}
      >
        <p>{t("rotateText")}</p>
      </DangerDialog>
      <WebhookAccessDialog access={access} onClose={() => setAccess(null)} />
    </>
  )
}
