"use client"

import { ExternalLink } from "lucide-react"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { CopyButton } from "@/components/ui/copy-button"
import { Dialog } from "@/components/ui/dialog"
import { consentPortal } from "@/lib/recovery/rules"
import { useLink } from "./link-context"

/** Links of Brazilian open finance have no update mode: the customer renews the consent in a portal of Belvo's. */
export function ConsentButton() {
  const t = useTranslations("recovery.consent")
  const { page, link } = useLink()
  const [open, setOpen] = useState(false)
  const institution = page.institution.displayName ?? link.institution
  const message = t("message", { institution, address: consentPortal })
  const footer = (
    <>
      <CopyButton text={consentPortal} variant="secondary">
        {t("copyAddress")}
      </CopyButton>
      <CopyButton text={message} variant="primary">
        {t("copyMessage")}
      </CopyButton>
    </>
  )
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        {t("button")}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t("title")} footer={footer}>
        <div className="flex flex-col gap-3">
          <p>{t("text")}</p>
          <p className="font-medium text-muted text-sm">{t("messageLabel")}</p>
          <p lang="pt-BR" className="whitespace-pre-line rounded border border-line px-3 py-2">
            {message}
          </p>
          <p className="text-muted">{t("after")}</p>
          <a
            href={consentPortal}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1 self-start text-accent-text hover:underline"
          >
            {t("portal")} <ExternalLink aria-hidden className="size-3.5" />
          </a>
        </div>
      </Dialog>
    </>
  )
}
