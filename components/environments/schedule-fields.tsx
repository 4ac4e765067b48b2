"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { ScheduleCost } from "@/components/environments/schedule-cost"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { Load, Schedule } from "@/lib/environments/schedule/rules"
import { environmentSchedule } from "@/lib/environments/schema"
import type { FieldErrors } from "@/lib/errors"

type ScheduleFieldsProps = { initial: Schedule; load: Load; errors: FieldErrors | undefined }

/** How often Belvo is asked, and at once, before anything is saved, what that costs and gives. */
export function ScheduleFields({ initial, load, errors }: ScheduleFieldsProps) {
  const t = useTranslations("environments")
  const [typed, setTyped] = useState<Record<keyof Schedule, unknown>>(initial)
  const { data: schedule = null } = environmentSchedule.safeParse(typed)
  const fields = [
    { name: "sweepEveryMinutes", hint: t("sweepHint"), min: 5, max: 1440 },
    { name: "deltaEveryMinutes", hint: t("deltaHint"), min: 0, max: 60 },
    { name: "deltaRequests", hint: t("deltaRequestsHint"), min: 2, max: 500 },
  ] as const
  return (
    <>
      {fields.map(({ name, hint, ...range }) => (
        <Field key={name} label={t(name)} hint={hint} error={errors?.[name]} required>
          {(control) => (
            <Input
              {...{ ...control, ...range, name }}
              type="number"
              defaultValue={initial[name]}
              onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
            />
          )}
        </Field>
      ))}
      <ScheduleCost schedule={schedule} load={load} />
    </>
  )
}
