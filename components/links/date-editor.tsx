"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { useClock } from "@/components/ui/clock"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { addDays, type Day, isDay, toDay } from "@/lib/time"
import { EditorForm } from "./editor-form"

export type DayRange = { from: Day | null; to: Day | null }
type DateEditorProps = { range: DayRange; onApply: (range: DayRange) => void }

/** Counted back from today, in UTC as the days of the list are. */
const presets = {
  today: (today: Day): DayRange => ({ from: today, to: null }),
  last7: (today: Day): DayRange => ({ from: addDays(today, -6), to: null }),
  last30: (today: Day): DayRange => ({ from: addDays(today, -29), to: null }),
  before30: (today: Day): DayRange => ({ from: null, to: addDays(today, -30) }),
  before365: (today: Day): DayRange => ({ from: null, to: addDays(today, -365) }),
}
const presetNames = Object.keys(presets) as (keyof typeof presets)[]

export function DateEditor({ range, onApply }: DateEditorProps) {
  const t = useTranslations("links.editor")
  const today = toDay(useClock())
  const [from, setFrom] = useState<string>(range.from ?? "")
  const [to, setTo] = useState<string>(range.to ?? "")
  const dayOrNull = (text: string) => (isDay(text) ? text : null)
  return (
    <EditorForm onApply={() => onApply({ from: dayOrNull(from), to: dayOrNull(to) })}>
      <div className="flex flex-wrap gap-1.5">
        {presetNames.map((name) => (
          <Button key={name} size="sm" onClick={() => onApply(presets[name](today))}>
            {t(`presets.${name}`)}
          </Button>
        ))}
      </div>
      <div className="grid grid-cols-2 gap-2">
        <Field label={t("from")}>
          {(control) => (
            <Input {...control} type="date" value={from} max={to} onChange={(event) => setFrom(event.target.value)} />
          )}
        </Field>
        <Field label={t("to")}>
          {(control) => (
            <Input {...control} type="date" value={to} min={from} onChange={(event) => setTo(event.target.value)} />
          )}
        </Field>
      </div>
      <p className="text-faint text-sm">{t("utc")}</p>
    </EditorForm>
  )
}
