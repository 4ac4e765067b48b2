"use client"

import { usePathname } from "next/navigation"
import { useTranslations } from "next-intl"
import { TabRow } from "@/components/ui/tab-row"

const tabs = [
  { name: "account", href: "/settings" },
  { name: "members", href: "/settings/members" },
  { name: "environments", href: "/settings/environments" },
  { name: "repairPage", href: "/settings/repair-page" },
  { name: "widget", href: "/settings/widget" },
  { name: "outgoing", href: "/settings/outgoing" },
  { name: "budget", href: "/settings/budget" },
] as const

/** Administrators' only: everybody else has the one page. */
export function SettingsTabs() {
  const t = useTranslations("settings.tabs")
  const shown = tabs.map(({ name, href }) => ({ href, label: t(name) }))
  return <TabRow label={t("label")} tabs={shown} current={usePathname()} />
}
