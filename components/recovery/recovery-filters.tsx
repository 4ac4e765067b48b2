"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import type { FormEvent } from "react"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import {
  byCampaign,
  outcomeFilters,
  type RecoveryListParams,
  recoveryKinds,
  recoveryListParams,
} from "@/lib/recovery/list/schema"

type RecoveryFiltersProps = {
  path: string
  params: RecoveryListParams
  makers: readonly { id: string; name: string }[]
}

/** Which kind, what became of it, by whom, and whose; each in the address. */
export function RecoveryFilters({ path, params, makers }: RecoveryFiltersProps) {
  const t = useTranslations("recoveries.filters")
  const router = useRouter()
  const go = (changes: Partial<RecoveryListParams>) =>
    router.push(`${path}${recoveryListParams.query(params, changes)}`)
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    go({ q: String(new FormData(event.currentTarget).get("q") ?? "").trim() || null })
  }
  return (
    <>
      <form method="get" action={path} onSubmit={search} className="w-56 max-md:w-86">
        <Input
          key={params.q ?? ""}
          name="q"
          type="search"
          aria-label={t("q")}
          placeholder={t("qHint")}
          defaultValue={params.q ?? ""}
          autoComplete="off"
        />
      </form>
      <Choice
        label={t("kind")}
        value={params.kind}
        all={t("anyKind")}
        options={recoveryKinds.map((one) => [one, t(`kinds.${one}`)])}
        onChange={(kind) => go({ kind: recoveryKinds.find((one) => one === kind) ?? "" })}
      />
      <Choice
        label={t("outcome")}
        value={params.outcome}
        all={t("anyOutcome")}
        options={outcomeFilters.map((one) => [one, t(`outcomes.${one}`)])}
        onChange={(outcome) => go({ outcome: outcomeFilters.find((one) => one === outcome) ?? "" })}
      />
      <Choice
        label={t("by")}
        value={params.by ?? ""}
        all={t("anybody")}
        options={[...makers.map(({ id, name }) => [id, name] as const), [byCampaign, t("campaigns")]]}
        onChange={(by) => go({ by: by || null })}
      />
    </>
  )
}

type ChoiceProps = {
  label: string
  value: string
  all: string
  options: readonly (readonly [string, string])[]
  onChange: (value: string) => void
}

function Choice({ label, value, all, options, onChange }: ChoiceProps) {
  return (
    <span className="w-42">
      <Select aria-label={label} value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{all}</option>
        {options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </Select>
    </span>
  )
}
