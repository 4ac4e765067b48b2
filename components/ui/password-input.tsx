"use client"

import { Eye, EyeOff } from "lucide-react"
import { useTranslations } from "next-intl"
import { type ComponentProps, useState } from "react"
import { Input } from "./input"

/** A password that its owner may look at. */
export function PasswordInput(props: Omit<ComponentProps<"input">, "type" | "className">) {
  const t = useTranslations("ui.password")
  const [visible, setVisible] = useState(false)
  const Icon = visible ? EyeOff : Eye
  return (
    <span className="relative block">
      <Input
        {...props}
        type={visible ? "text" : "password"}
        spellCheck={false}
        autoCapitalize="none"
        className="pr-9"
      />
      <button
        type="button"
        aria-pressed={visible}
        aria-label={t("show")}
        data-tip={visible ? t("hide") : t("show")}
        onClick={() => setVisible(!visible)}
        className="absolute top-1 right-1 flex size-6 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-ink"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </span>
  )
}
