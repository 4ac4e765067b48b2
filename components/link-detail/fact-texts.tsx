"use client"

import { useTranslations } from "next-intl"
import type { LinkFacts } from "@/lib/link-pages/schema"

export function AccessText({ link }: { link: Pick<LinkFacts, "accessMode" | "refreshRate"> }) {
  const t = useTranslations("link.access")
  const rate = useRate(link.refreshRate)
  if (link.accessMode === "single") return t("single")
  if (link.accessMode === "recurrent") return rate === null ? t("recurrent") : t("recurrentEvery", { rate })
  return link.accessMode ?? t("unknown")
}

/** `24h` as "24 hours"; what is no such rate stays Belvo's word. */
function useRate(refreshRate: string | null): string | null {
  const t = useTranslations("link.rate")
  const [, count, unit] = /^(\d{1,3})([hmd])$/.exec(refreshRate ?? "") ?? []
  if (unit === "h") return t("hours", { count: Number(count) })
  if (unit === "d") return t("days", { count: Number(count) })
  if (unit === "m") return t("minutes", { count: Number(count) })
  return refreshRate
}

export function CredentialsText({ storage }: { storage: string | null }) {
  const t = useTranslations("link.credentials")
  if (storage === null) return <span className="text-faint">—</span>
  if (storage === "store" || storage === "nostore") return t(storage)
  const days = /^(\d{1,3})d$/.exec(storage)?.[1]
  return days === undefined ? storage : t("days", { count: Number(days) })
}

export function KeptText({ staleIn }: { staleIn: string | null }) {
  const t = useTranslations("link")
  const days = /^(\d{1,3})d$/.exec(staleIn ?? "")?.[1]
  if (days !== undefined) return t("kept", { count: Number(days) })
  return staleIn ?? t("keptDefault")
}
