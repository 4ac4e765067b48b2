"use client"

import { useTranslations } from "next-intl"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { FieldErrors } from "@/lib/errors"

type Initial = { deletionHoldHours: number; deletionThreshold: number; personalDays: number }
type DeletionFieldsProps = { initial: Initial; errors: FieldErrors | undefined }

/** How careful deletions are here, and how long removed links keep what is personal. */
export function DeletionFields({ initial, errors }: DeletionFieldsProps) {
  const t = useTranslations("environments")
  const fields = [
    { name: "deletionHoldHours", hint: t("deletionHoldHint"), min: 0, max: 720 },
    { name: "deletionThreshold", hint: t("deletionThresholdHint"), min: 0, max: 100_000 },
    { name: "personalDays", hint: t("personalDaysHint"), min: 1, max: 3_650 },
  ] as const
  return fields.map(({ name, hint, ...range }) => (
    <Field key={name} label={t(name)} hint={hint} error={errors?.[name]} required>
      {(control) => <Input {...{ ...control, ...range, name }} type="number" defaultValue={initial[name]} />}
    </Field>
  ))
}
