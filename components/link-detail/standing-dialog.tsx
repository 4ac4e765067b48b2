"use client"

import { useLocale, useTimeZone, useTranslations } from "next-intl"
import { useRef } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { formatClock } from "@/lib/format"
import { useLink } from "./link-context"
import { useSession } from "./session-context"

/** Somebody repairs this link already: leave it to them, or take over and know it. */
export function StandingDialog() {
  const t = useTranslations("recovery.alreadyOpen")
  const locale = useLocale()
  const timeZone = useTimeZone() ?? "UTC"
  const { page } = useLink()
  const { standing, dismissStanding, open, opening } = useSession()
  const safe = useRef<HTMLButtonElement>(null)
  const isMine = standing?.openedBy?.id === page.memberId
  const name = standing?.openedBy?.name ?? t("theCustomer")
  const clock = (at: string | undefined) => formatClock(locale, timeZone, at === undefined ? new Date(0) : new Date(at))
  const footer = (
    <>
      <Button ref={safe} onClick={dismissStanding}>
        {isMine ? t("keep") : t("back", { name })}
      </Button>
      <Button variant="primary" pending={opening} onClick={() => open(standing?.id)}>
        {isMine ? t("again") : t("takeOver")}
      </Button>
    </>
  )
  return (
    <Dialog
      open={standing !== null}
      onClose={dismissStanding}
      title={t("title")}
      footer={footer}
      focus={safe}
      size="sm"
    >
      <p className="mb-2">
        {t(isMine ? "mine" : "colleague", {
          name,
          opened: clock(standing?.openedAt),
          until: clock(standing?.expiresAt),
        })}
      </p>
      <p className="text-muted">{t("text")}</p>
    </Dialog>
  )
}
