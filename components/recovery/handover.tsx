"use client"

import { useTranslations } from "next-intl"
import { HandedAddress } from "@/components/ui/handed-address"
import { LanguageMessage } from "@/components/ui/language-message"
import type { CustomerLocale } from "@/lib/recovery/schema"

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
  return (
    <section aria-label={t("title")} className="flex flex-col gap-3 rounded border border-strong p-3">
      <HandedAddress
        address={address}
        expiresAt={expiresAt}
        message={<LanguageMessage messages={messages} initial={customerLocale} address={address} />}
      />
      <p className="text-muted">{tConnect("once")}</p>
    </section>
  )
}
