"use client"

import Link from "next/link"
import { usePathname } from "next/navigation"
import { useTranslations } from "next-intl"
import { cn } from "@/components/ui/cn"

const tabs = ["account", "members", "environments", "repairPage", "budget"] as const

const addresses = {
  account: "/settings",
  members: "/settings/members",
  environments: "/settings/environments",
  repairPage: "/settings/repair-page",
  budget: "/settings/budget",
}

/** Administrators' only: everybody else has the one page. */
export function SettingsTabs() {
  const t = useTranslations("settings.tabs")
  const path = usePathname()
  return (
    <nav aria-label={t("label")} className="mx-4 flex shrink-0 gap-5 overflow-x-auto border-line border-b lg:mx-6">
      {tabs.map((tab) => (
        <Link
          key={tab}
          href={addresses[tab]}
          aria-current={path === addresses[tab] ? "page" : undefined}
          className={cn(
            "-mb-px flex h-9 items-center whitespace-nowrap border-b-2 font-medium",
            path === addresses[tab] ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
          )}
        >
          {t(tab)}
        </Link>
      ))}
    </nav>
  )
}
