"use client"

import { useLocale, useTranslations } from "next-intl"
import { applyTheme } from "@/components/shell/theme-menu"
import { useKeep } from "@/components/shell/use-keep"
import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import { setLocaleAction, setThemeAction } from "@/lib/auth/actions"
import { localeInput, type Theme, themeInput, themes } from "@/lib/auth/schema"
import { languageOf, locales } from "@/lib/format"

/** Both take effect at once, here and at every later sign-in. */
export function PreferencesForm({ theme }: { theme: Theme }) {
  const t = useTranslations("shell")
  const language = languageOf(useLocale())
  const { pending, keep } = useKeep()
  const chooseTheme = (value: string) => {
    const chosen = themeInput.parse(value)
    applyTheme(chosen)
    keep(() => setThemeAction(chosen))
  }
  return (
    <div className="flex max-w-sm flex-col gap-4">
      <Field label={t("language.label")}>
        {(control) => (
          <Select
            {...control}
            value={language}
            disabled={pending}
            onChange={({ target }) => keep(() => setLocaleAction(localeInput.parse(target.value)))}
          >
            {locales.map((choice) => (
              <option key={choice} value={choice}>
                {t(`language.${choice}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("theme.label")}>
        {(control) => (
          <Select {...control} defaultValue={theme} onChange={({ target }) => chooseTheme(target.value)}>
            {themes.map((choice) => (
              <option key={choice} value={choice}>
                {t(`theme.${choice}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  )
}
