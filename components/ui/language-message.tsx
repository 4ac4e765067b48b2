"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { shortenMiddle } from "@/lib/format"
import { CopyButton } from "./copy-button"
import { Segmented } from "./segmented"

const languages = ["es", "pt-BR", "en"] as const
type Language = (typeof languages)[number]

/** Names of languages are written in the language itself. */
const names: Record<Language, string> = { es: "Español", "pt-BR": "Português", en: "English" }

/** What is copied has all of the address; what is read, enough to know it by. */
const addressEnds = 36

type LanguageMessageProps = { messages: Record<Language, string>; initial: Language; address: string }

/** Ready to be pasted into a chat or a mail, in the customer's language; `{address}` stands in each message. */
export function LanguageMessage({ messages, initial, address }: LanguageMessageProps) {
  const t = useTranslations("recovery.dialog")
  const [language, setLanguage] = useState(initial)
  const fill = (text: string) => messages[language].replace("{address}", () => text)
  const message = fill(address)
  return (
    <div className="flex flex-col gap-2">
      <p lang={language} className="whitespace-pre-line break-words rounded border border-line px-3 py-2">
        {fill(shortenMiddle(address, addressEnds))}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segmented
          label={t("language")}
          value={language}
          onChange={setLanguage}
          segments={languages.map((value) => ({ value, label: names[value] }))}
        />
        <CopyButton text={message} variant="secondary">
          {t("copyMessage")}
        </CopyButton>
      </div>
    </div>
  )
}
