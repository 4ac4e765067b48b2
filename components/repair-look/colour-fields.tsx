"use client"

import { useTranslations } from "next-intl"
import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import type { FieldErrors } from "@/lib/errors"
import type { LookSettings } from "@/lib/recovery/look/schema"

type ColourFieldsProps = {
  look: LookSettings
  change: (part: Partial<LookSettings>) => void
  errors: FieldErrors | undefined
}

const box = "h-8 w-14 cursor-pointer rounded border border-control bg-surface p-0.5"

export function ColourFields({ look: { accent, background }, change, errors }: ColourFieldsProps) {
  const t = useTranslations("repairLook")
  return (
    <>
      <Field label={t("accent")} error={errors?.accent}>
        {(control) => (
          <input
            {...control}
            type="color"
            value={accent}
            className={box}
            onChange={(event) => change({ accent: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("background")} error={errors?.background}>
        {(control) => (
          <span className="flex gap-2">
            <Select
              {...control}
              value={background === null ? "own" : "fixed"}
              onChange={(event) => change({ background: event.target.value === "own" ? null : "#ffffff" })}
            >
              <option value="own">{t("backgroundOwn")}</option>
              <option value="fixed">{t("backgroundFixed")}</option>
            </Select>
            {background !== null && (
              <input
                type="color"
                aria-label={t("background")}
                value={background}
                className={box}
                onChange={(event) => change({ background: event.target.value })}
              />
            )}
          </span>
        )}
      </Field>
    </>
  )
}
