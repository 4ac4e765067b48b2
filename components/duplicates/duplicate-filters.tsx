"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { CheckField } from "@/components/ui/checkbox"
import { Select } from "@/components/ui/select"
import { type DuplicateListParams, duplicateListParams } from "@/lib/duplicates/schema"

type DuplicateFiltersProps = {
  path: string
  params: DuplicateListParams
  institutions: readonly { name: string; displayName: string }[]
}

/** At which institution, and only where nothing works. */
export function DuplicateFilters({ path, params, institutions }: DuplicateFiltersProps) {
  const t = useTranslations("duplicates.filters")
  const router = useRouter()
  const apply = (change: Partial<DuplicateListParams>) =>
    router.push(`${path}${duplicateListParams.query(params, change)}`, { scroll: false })
  const [first = "", ...more] = params.institution
  const several = more.length > 0 ? params.institution.join(",") : first
  return (
    <>
      <Select
        aria-label={t("institution")}
        className="min-w-56 max-w-56"
        value={several}
        onChange={({ target }) => apply({ institution: target.value === "" ? [] : target.value.split(",") })}
      >
        <option value="">{t("anyInstitution")}</option>
        {more.length > 0 && <option value={several}>{t("several", { count: more.length + 1 })}</option>}
        {institutions.map(({ name, displayName }) => (
          <option key={name} value={name}>
            {displayName}
          </option>
        ))}
      </Select>
      <CheckField
        label={t("broken")}
        checked={params.broken}
        onChange={({ target }) => apply({ broken: target.checked })}
      />
    </>
  )
}
