import { useTranslations } from "next-intl"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { FieldErrors } from "@/lib/errors"

export type Ignoring = { note: string; until: string }
type IgnoreFieldsProps = {
  value: Ignoring
  onChange: (value: Ignoring) => void
  errors?: FieldErrors | undefined
}

export const isIgnoringComplete = ({ note, until }: Ignoring): boolean => note.trim().length >= 3 && until !== ""

/** Why, and until when. */
export function IgnoreFields({ value, onChange, errors }: IgnoreFieldsProps) {
  const t = useTranslations("orphans.ignore")
  const { note, until } = value
  return (
    <>
      <Field label={t("note")} hint={t("noteHint")} error={errors?.note} required>
        {(control) => (
          <Input
            {...control}
            value={note}
            maxLength={500}
            onChange={({ target }) => onChange({ note: target.value, until })}
          />
        )}
      </Field>
      <Field label={t("until")} hint={t("untilHint")} error={errors?.until} required>
        {(control) => (
          <Input
            {...control}
            type="date"
            value={until}
            onChange={({ target }) => onChange({ note, until: target.value })}
          />
        )}
      </Field>
    </>
  )
}
