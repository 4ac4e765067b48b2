"use client"

import { SearchX, Unplug } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { type LinkListParams, linkListParams } from "@/lib/links/schema"
import { activeFilters, withoutFilters } from "./filters"

type LinksEmptyProps = {
  environment: string
  params: LinkListParams
  syncedAt: string | null
  /** Some link has come into the mirror, be it by a webhook before the first sweep. */
  mirrored: boolean
  /** Starts the first reading; null where the role may not. */
  sync: ReactNode
}

/** Why nothing is shown: nothing matches, nothing was ever read, or there is nothing. */
export function LinksEmpty({ environment, params, syncedAt, mirrored, sync }: LinksEmptyProps) {
  const t = useTranslations("links.empty")
  const unfiltered = activeFilters(params).length === 0
  if (syncedAt === null && (unfiltered || !mirrored)) {
    return (
      <EmptyState icon={<Unplug />} title={t("neverRead")} actions={sync}>
        {t(sync === null ? "neverReadAsk" : "neverReadWhy")}
      </EmptyState>
    )
  }
  if (unfiltered) return <EmptyState title={t("none")}>{t("noneWhy")}</EmptyState>
  const cleared = `/${environment}/links${linkListParams.query(params, withoutFilters)}`
  return (
    <EmptyState icon={<SearchX />} title={t("noMatch")} actions={<ButtonLink href={cleared}>{t("clear")}</ButtonLink>}>
      {t("noMatchWhy")}
    </EmptyState>
  )
}
