"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { CopyButton } from "@/components/ui/copy-button"
import { LanguageMessage } from "@/components/ui/language-message"
import { QrCode } from "@/components/ui/qr-code"
import { Segmented } from "@/components/ui/segmented"
import { useTimeLeft } from "@/components/ui/use-time-left"
import type { CustomerLocale } from "@/lib/recovery/schema"
import { toClock } from "@/lib/time"

type HandoverProps = {
  address: string
  expiresAt: string
  messages: Record<CustomerLocale, string>
  customerLocale: CustomerLocale
}

/** The address to hand over, as text, in a message or as a picture; gone when one leaves the page. */
export function Handover({ address, expiresAt, messages, customerLocale }: HandoverProps) {
  const t = useTranslations("recovery.dialog")
  const tConnect = useTranslations("connect")
  const [view, setView] = useState<"message" | "qr">("message")
  const leftMs = useTimeLeft(expiresAt)
  return (
    <section aria-label={t("title")} className="flex flex-col gap-3 rounded border border-strong p-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segmented
          label={t("title")}
          value={view}
          onChange={setView}
          segments={[
            { value: "message", label: t("message") },
            { value: "qr", label: t("qr") },
          ]}
        />
        <span role="timer" className={leftMs > 0 ? "font-semibold text-lg" : "font-semibold text-invalid-text text-lg"}>
          {leftMs > 0 ? t("left", { left: toClock(leftMs) }) : t("expired")}
        </span>
      </div>
      <div className="flex items-center gap-2 rounded border border-line bg-sunken py-1 pr-1 pl-3">
        <code className="min-w-0 grow truncate font-mono text-sm">{address}</code>
        <CopyButton text={address} variant="primary">
          {t("copyAddress")}
        </CopyButton>
      </div>
      {view === "message" ? (
        <LanguageMessage messages={messages} initial={customerLocale} address={address} />
      ) : (
        <QrCode text={address} />
      )}
      <p className="text-muted">{tConnect("once")}</p>
    </section>
  )
}
