"use client"

import { NextIntlClientProvider, useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { isLocale, tags } from "@/lib/format"
import en from "@/messages/en/crash.json"
import es from "@/messages/es/crash.json"
import ptBr from "@/messages/pt-BR/crash.json"
import "./globals.css"

const catalogues = { en, es, "pt-BR": ptBr }

/** In place of the root layout, where that itself failed: it brings its own few words. */
export default function GlobalError({ retry }: { retry: () => void }) {
  const [locale] = useState(currentLocale)
  return (
    <html lang={locale}>
      <body>
        <NextIntlClientProvider locale={tags[locale]} messages={{ crash: catalogues[locale] }} timeZone="UTC">
          <Crash retry={retry} />
        </NextIntlClientProvider>
      </body>
    </html>
  )
}

function Crash({ retry }: { retry: () => void }) {
  const t = useTranslations("crash")
  return (
    <main className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-24 text-center">
      <title>{t("title")}</title>
      <h1 className="font-semibold text-lg">{t("title")}</h1>
      <p className="text-muted">{t("what")}</p>
      <Button onClick={retry}>{t("retry")}</Button>
    </main>
  )
}

function currentLocale(): keyof typeof catalogues {
  const lang = typeof document === "undefined" ? "en" : document.documentElement.lang
  return isLocale(lang) ? lang : "en"
}
