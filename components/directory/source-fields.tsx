"use client"

import { useTranslations } from "next-intl"
import type { ClipboardEvent } from "react"
import { Field } from "@/components/ui/field"
import { Input, Textarea } from "@/components/ui/input"
import { PasswordInput } from "@/components/ui/password-input"
import { Select } from "@/components/ui/select"
import { importModes } from "@/lib/directory/schema"
import { parseSourceAddress } from "@/lib/directory/source/rules"
import { mostHours, type SourceView, sslModes } from "@/lib/directory/source/schema"
import type { FieldErrors } from "@/lib/errors"

type SourceFieldsProps = { source: SourceView | null; errors: FieldErrors | undefined }

const quiet = { autoComplete: "off", spellCheck: false, className: "font-mono" } as const

/** No password manager should take these for the reader's own. */
export function SourceFields({ source, errors }: SourceFieldsProps) {
  const t = useTranslations("directory-source")
  return (
    <>
      <ConnectionFields {...{ source, errors }} />
      <Field label={t("statement")} hint={t("statementHint")} error={errors?.statement} required>
        {(control) => (
          <Textarea {...{ ...control, ...quiet }} name="statement" rows={4} defaultValue={source?.setUp?.statement} />
        )}
      </Field>
      <ImportFields {...{ source, errors }} />
    </>
  )
}

function ConnectionFields({ source, errors }: SourceFieldsProps) {
  const t = useTranslations("directory-source")
  const setUp = source?.setUp
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t("host")} hint={t("hostHint")} error={errors?.host} required>
        {(control) => <Input {...{ ...control, ...quiet }} name="host" defaultValue={setUp?.host} onPaste={spread} />}
      </Field>
      <Field label={t("port")} error={errors?.port} required>
        {(control) => (
          <Input {...control} name="port" type="number" min={1} max={65_535} defaultValue={setUp?.port ?? 5_432} />
        )}
      </Field>
      <Field label={t("database")} error={errors?.database} required>
        {(control) => <Input {...{ ...control, ...quiet }} name="database" defaultValue={setUp?.database} />}
      </Field>
      <Field label={t("sslmode")} error={errors?.sslmode}>
        {(control) => (
          <Select {...control} name="sslmode" defaultValue={setUp?.sslmode ?? "verify-full"}>
            {sslModes.map((mode) => (
              <option key={mode} value={mode}>
                {t(`sslmodes.${mode}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("user")} hint={t("userHint")} error={errors?.user} required>
        {(control) => <Input {...{ ...control, ...quiet }} name="user" defaultValue={setUp?.user} />}
      </Field>
      <Field label={t("password")} hint={setUp && t("passwordKept")} error={errors?.password} required={!setUp}>
        {(control) => <PasswordInput {...control} name="password" autoComplete="one-time-code" />}
      </Field>
    </div>
  )
}

/** What its rows do to the directory, and how often they are read. */
function ImportFields({ source, errors }: SourceFieldsProps) {
  const t = useTranslations("directory-source")
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t("mode")} hint={t("modeHint")} error={errors?.mode}>
        {(control) => (
          <Select {...control} name="mode" defaultValue={source?.setUp?.mode ?? "replace"}>
            {importModes.toReversed().map((mode) => (
              <option key={mode} value={mode}>
                {t(`modes.${mode}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("everyHours")} hint={t("everyHoursHint")} error={errors?.everyHours} required>
        {(control) => (
          <Input
            {...control}
            name="everyHours"
            type="number"
            min={0}
            max={mostHours}
            defaultValue={source?.everyHours ?? 24}
          />
        )}
      </Field>
    </div>
  )
}

/** A whole address that is pasted goes into the fields it is made of. */
function spread(event: ClipboardEvent<HTMLInputElement>): void {
  const parts = parseSourceAddress(event.clipboardData.getData("text"))
  const { form } = event.currentTarget
  if (parts === null || form === null) return
  event.preventDefault()
  for (const [name, value] of Object.entries(parts)) {
    const field = form.elements.namedItem(name)
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = String(value)
  }
}
