"use client"

import { useLocale, useTimeZone, useTranslations } from "next-intl"
import { useRef } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { formatClock } from "@/lib/format"
import type { ConnectingView } from "@/lib/recovery/connecting/schema"

type TakeOverDialogProps = {
  standing: ConnectingView | null
  pending: boolean
  onClose: () => void
  onTakeOver: () => void
}

/** Somebody connects something for this user already: leave it to them, or take over and know it. */
export function TakeOverDialog({ standing, pending, onClose, onTakeOver }: TakeOverDialogProps) {
  const t = useTranslations("connect.standing")
  const locale = useLocale()
  const timeZone = useTimeZone() ?? "UTC"
  const safe = useRef<HTMLButtonElement>(null)
  const until = standing === null ? "" : formatClock(locale, timeZone, new Date(standing.expiresAt))
  const footer = (
    <>
      <Button ref={safe} onClick={onClose}>
        {t("keep")}
      </Button>
      <Button variant="primary" pending={pending} onClick={onTakeOver}>
        {t("takeOver")}
      </Button>
    </>
  )
  return (
    <Dialog open={standing !== null} onClose={onClose} title={t("title")} footer={footer} focus={safe} size="sm">
      <p className="mb-2">{t("text", { name: standing?.openedBy.name ?? "", until })}</p>
      <p className="text-muted">{t("both")}</p>
    </Dialog>
  )
}
