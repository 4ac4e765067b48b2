"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { Select } from "@/components/ui/select"
import type { OrphanInstitution } from "@/lib/orphans/list/queries"
import { type OrphanListParams, orphanListParams, orphanStates, orphanStatuses } from "@/lib/orphans/schema"

type OrphanFiltersProps = { path: string; params: OrphanListParams; institutions: readonly OrphanInstitution[] }

/** What was decided, the link's status and its institution, each in the address. */
export function OrphanFilters({ path, params, institutions }: OrphanFiltersProps) {
  const t = useTranslations("orphans.filters")
  const status = useTranslations("status")
  const router = useRouter()
  const go = (changes: Partial<OrphanListParams>) => router.push(`${path}${orphanListParams.query(params, changes)}`)
  const { institution } = params
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label={t("state")}
        className="min-w-40 max-w-40"
        value={params.state}
        onChange={({ target }) => go({ state: stateOf(target.value) })}
      >
        {[...orphanStates, "all" as const].map((one) => (
          <option key={one} value={one}>
            {t(`states.${one}`)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("status")}
        className="min-w-40 max-w-40"
        value={params.status ?? ""}
        onChange={({ target }) => go({ status: target.value || null })}
      >
        <option value="">{t("anyStatus")}</option>
        {orphanStatuses.map((one) => (
          <option key={one} value={one}>
            {status(`${one}.label`)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("institution")}
        className="min-w-52 max-w-52"
        value={institution ?? ""}
        onChange={({ target }) => go({ institution: target.value || null })}
      >
        <option value="">{t("anyInstitution")}</option>
        {institutions.map(({ name, displayName }) => (
          <option key={name} value={name}>
            {displayName}
          </option>
        ))}
      </Select>
    </div>
  )
}

const stateOf = (text: string) => orphanStates.find((one) => one === text) ?? "all"
