"use client"

import { useTranslations } from "next-intl"
import { AskingButton } from "@/components/shell/asking-button"
import { signOutEverywhereAction } from "@/lib/auth/actions"

export function SessionsPanel() {
  const t = useTranslations("settings.account")
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="max-w-prose text-muted">{t("sessionsText")}</p>
      <AskingButton
        variant="danger"
        label={t("signOutEverywhere")}
        title={t("signOutEverywhereTitle")}
        run={() => signOutEverywhereAction()}
        onDone={() => location.assign("/sign-in")}
      >
        <p>{t("signOutEverywhereText")}</p>
      </AskingButton>
    </div>
  )
}
