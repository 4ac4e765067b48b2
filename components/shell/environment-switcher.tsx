"use client"

import { Check, ChevronsUpDown } from "lucide-react"
import { useTranslations } from "next-intl"
import { cn } from "@/components/ui/cn"
import { Menu } from "@/components/ui/menu"
import type { EnvironmentChoice } from "./environment"

type EnvironmentSwitcherProps = { environments: readonly EnvironmentChoice[]; current: EnvironmentChoice | null }

export function EnvironmentSwitcher({ environments, current }: EnvironmentSwitcherProps) {
  const t = useTranslations("shell")
  const items = environments.map((environment) => ({
    id: environment.slug,
    label: environment.name,
    href: `/${environment.slug}`,
    icon: <Mark production={environment.production} />,
    ...(environment.slug === current?.slug
      ? { hint: <Check aria-hidden className="size-3.5 text-accent-text" /> }
      : {}),
  }))
  return (
    <Menu
      label={t("environment.label")}
      items={items}
      trigger={(props) => (
        <button {...props} type="button" className="flex h-8 items-center gap-2 rounded px-2 hover:bg-hover">
          <span className="font-semibold text-md tracking-tight">{t("brand")}</span>
          {current !== null && (
            <>
              <Mark production={current.production} />
              <span className="max-w-32 truncate font-medium text-muted">{current.name}</span>
            </>
          )}
          <ChevronsUpDown aria-hidden className="size-3.5 text-faint" />
          <span className="sr-only">{t("environment.switch")}</span>
        </button>
      )}
    />
  )
}

function Mark({ production }: { production: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        "inline-block size-3 shrink-0 rounded-sm",
        production ? "bg-accent" : "hatched border border-control",
      )}
    />
  )
}
