"use client"

import { Monitor, Moon, Sun } from "lucide-react"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Menu } from "@/components/ui/menu"
import { remember, themeCookie } from "@/components/ui/remember"
import type { ActionResult } from "@/lib/action"
import { useKeep } from "./use-keep"

export const themeChoices = ["system", "light", "dark"] as const
export type ThemeChoice = (typeof themeChoices)[number]

const icons = { system: Monitor, light: Sun, dark: Moon }

type ThemeMenuProps = {
  theme: ThemeChoice
  /** Stores it with the member. */
  setTheme: (theme: ThemeChoice) => Promise<ActionResult<unknown>>
}

/** Takes effect at once; the cookie keeps it for the next document, the action for the next browser. */
export function ThemeMenu({ theme, setTheme }: ThemeMenuProps) {
  const t = useTranslations("shell.theme")
  const [chosen, setChosen] = useState(theme)
  const { keep } = useKeep()
  const choose = (next: ThemeChoice) => {
    setChosen(next)
    applyTheme(next)
    keep(() => setTheme(next))
  }
  const items = themeChoices.map((choice) => {
    const Icon = icons[choice]
    return { id: choice, label: t(choice), icon: <Icon />, checked: choice === chosen, onSelect: () => choose(choice) }
  })
  const Current = icons[chosen]
  return (
    <Menu
      label={t("label")}
      align="end"
      items={items}
      trigger={(props) => (
        <Button {...props} variant="ghost" aria-label={`${t("label")}: ${t(chosen)}`} icon={<Current />} />
      )}
    />
  )
}

/** Shown at once, and kept for the next document. */
export function applyTheme(theme: ThemeChoice) {
  const { dataset } = document.documentElement
  if (theme === "system") delete dataset.theme
  else dataset.theme = theme
  remember(themeCookie, theme === "system" ? "" : theme)
}
