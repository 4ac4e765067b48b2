"use client"

import { useTimeZone, useTranslations } from "next-intl"
import { CopyButton } from "@/components/ui/copy-button"
import { LanguageMessage } from "@/components/ui/language-message"
import { formatDate, tags } from "@/lib/format"
import type { AddressMessages } from "@/lib/recovery/addresses/schema"
import { useLink } from "./link-context"

type AddressMessageProps = { made: { url: string; expiresAt: Date }; messages: AddressMessages }

/** A new address alone, and in a message ready to be pasted, in the customer's language. */
export function AddressMessage({ made: { url, expiresAt }, messages }: AddressMessageProps) {
  const t = useTranslations("recovery.address")
  const { page } = useLink()
  const timeZone = useTimeZone() ?? "UTC"
  const fill = (locale: keyof AddressMessages) =>
    messages[locale].replace("{until}", () => formatDate(tags[locale], timeZone, expiresAt))
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-center gap-2 rounded border border-line bg-sunken py-1 pr-1 pl-3">
        <code className="min-w-0 grow truncate font-mono text-sm">{url}</code>
        <CopyButton text={url} variant="primary">
          {t("copy")}
        </CopyButton>
      </div>
      <LanguageMessage
        messages={{ es: fill("es"), "pt-BR": fill("pt-BR"), en: fill("en") }}
        initial={page.customerLocale}
        address={url}
      />
      <p className="text-muted">{t("shown")}</p>
    </section>
  )
}
