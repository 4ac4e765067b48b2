"use client"

import { useTranslations } from "next-intl"
import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"

export type Place = { name: string; displayName: string; countries: readonly string[] }
type InstitutionChoiceProps = {
  places: readonly Place[]
  value: string
  onChange: (name: string) => void
  error: string[] | undefined
}

/** One institution, or whichever the customer chooses in the widget. */
export function InstitutionChoice({ places, value, onChange, error }: InstitutionChoiceProps) {
  const t = useTranslations("connect.institution")
  const byCountry = Map.groupBy(places, ({ countries }) => countries[0] ?? "")
  return (
    <Field label={t("label")} hint={t("hint")} error={error}>
      {(control) => (
        <Select {...control} value={value} onChange={({ target }) => onChange(target.value)}>
          <option value="">{t("any")}</option>
          {[...byCountry]
            .toSorted(([one], [other]) => one.localeCompare(other))
            .map(([country, inside]) => (
              <optgroup key={country} label={country || t("elsewhere")}>
                {inside.map(({ name, displayName }) => (
                  <option key={name} value={name}>
                    {displayName}
                  </option>
                ))}
              </optgroup>
            ))}
        </Select>
      )}
    </Field>
  )
}
