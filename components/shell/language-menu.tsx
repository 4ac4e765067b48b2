"use client"

import { useLocale, useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { Menu } from "@/components/ui/menu"
import type { ActionResult } from "@/lib/action"
import { type Locale, languageOf, locales } from "@/lib/format"
import { useKeep } from "./use-keep"

type LanguageMenuProps = {
  /** Stores it and has the page rendered anew. */ setLanguage: (locale: Locale) => Promise<ActionResult<unknown>>
}

export function LanguageMenu({ setLanguage }: LanguageMenuProps) {
  const t = useTranslations("shell.language")
  const current = languageOf(useLocale())
  const { pending, keep } = useKeep()
  const items = locales.map((locale) => ({
    id: locale,
    label: t(locale),
    checked: locale === current,
    onSelect: () => keep(() => setLanguage(locale)),
  }))
  return (
    <Menu
      label={t("label")}
      align="end"
      items={items}
      trigger={(props) => (
        <Button {...props} variant="ghost" pending={pending} className="px-2">
          {current.slice(0, 2)}
          <span className="sr-only">{`${t("label")}: ${t(current)}`}</span>
        </Button>
      )}
    />
  )
}
