"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { signOutEverywhereAction } from "@/lib/auth/actions"

export function SessionsPanel() {
  const t = useTranslations("settings.account")
  const [asking, setAsking] = useState(false)
  const end = useSubmit(signOutEverywhereAction, () => location.assign("/sign-in"))
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="max-w-prose text-muted">{t("sessionsText")}</p>
      {!asking && <FailureBanner failure={end.failure} />}
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t("signOutEverywhere")}
      </Button>
      <DangerDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("signOutEverywhereTitle")}
        confirm={t("signOutEverywhere")}
        onConfirm={() => end.submit()}
        pending={end.pending}
        error={end.failure?.message}
      >
        <p>{t("signOutEverywhereText")}</p>
      </DangerDialog>
    </div>
  )
}
