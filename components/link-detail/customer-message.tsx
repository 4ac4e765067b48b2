"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { CopyButton } from "@/components/ui/copy-button"
import { Segmented } from "@/components/ui/segmented"
import { shortenMiddle } from "@/lib/format"
import { type CustomerLocale, customerLocales } from "@/lib/recovery/schema"
import { useLink } from "./link-context"
import { useSession } from "./session-context"

/** Names of languages are written in the language itself. */
const names: Record<CustomerLocale, string> = { es: "Español", "pt-BR": "Português", en: "English" }

/** What is copied has all of the address; what is read, enough to know it by. */
const addressEnds = 24

/** Ready to be pasted into a chat or a mail, in the customer's language. */
export function CustomerMessage({ address }: { address: string }) {
  const t = useTranslations("recovery.dialog")
  const { page } = useLink()
  const { messages } = useSession()
  const [locale, setLocale] = useState(page.customerLocale)
  const fill = (text: string) => messages[locale].replace("{address}", () => text)
  const message = fill(address)
  return (
    <div className="flex flex-col gap-2">
      <p lang={locale} className="whitespace-pre-line break-words rounded border border-line px-3 py-2">
        {fill(shortenMiddle(address, addressEnds))}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segmented
          label={t("language")}
          value={locale}
          onChange={setLocale}
          segments={customerLocales.map((value) => ({ value, label: names[value] }))}
        />
        <CopyButton text={message} variant="secondary">
          {t("copyMessage")}
        </CopyButton>
      </div>
    </div>
  )
}
