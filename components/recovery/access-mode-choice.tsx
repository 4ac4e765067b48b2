"use client"

import { useTranslations } from "next-intl"
import { type AccessMode, accessModes } from "@/lib/recovery/connecting/schema"

type AccessModeChoiceProps = { value: AccessMode; onChange: (mode: AccessMode) => void }

/** Once or again and again, each with what it costs. */
export function AccessModeChoice({ value, onChange }: AccessModeChoiceProps) {
  const t = useTranslations("connect.accessMode")
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{t("label")}</legend>
      {accessModes.toReversed().map((mode) => (
        <label key={mode} className="flex items-start gap-2">
          <input
            type="radio"
            name="accessMode"
            value={mode}
            checked={value === mode}
            onChange={() => onChange(mode)}
            className="mt-0.5 size-4 accent-accent"
          />
          <span>
            <span className="font-medium">{t(`${mode}.label`)}</span>
            <span className="block text-muted">{t(`${mode}.cost`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
