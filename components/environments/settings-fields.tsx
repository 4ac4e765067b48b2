"use client"

import { useTranslations } from "next-intl"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import { environmentKinds } from "@/lib/environments/schema"
import type { FieldErrors } from "@/lib/errors"
import { locales } from "@/lib/format"

type Initial = {
  name: string
  kind: string
  customerLocale: string
  rawWebhookDays: number
}
type SettingsFieldsProps = { initial: Initial; errors: FieldErrors | undefined }

/** What may change of an environment, when it is added and later. */
export function SettingsFields({ initial, errors }: SettingsFieldsProps) {
  const t = useTranslations("environments")
  const languages = useTranslations("shell.language")
  return (
    <>
      <Field label={t("name")} error={errors?.name} required>
        {(control) => <Input {...control} name="name" defaultValue={initial.name} autoComplete="off" />}
      </Field>
      <Field label={t("kind")} hint={t("kindHint")} error={errors?.kind}>
        {(control) => (
          <Select {...control} name="kind" defaultValue={initial.kind}>
            {environmentKinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kinds.${kind}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("customerLocale")} hint={t("customerLocaleHint")} error={errors?.customerLocale}>
        {(control) => (
          <Select {...control} name="customerLocale" defaultValue={initial.customerLocale}>
            {locales.map((locale) => (
              <option key={locale} value={locale}>
                {languages(locale)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("rawWebhookDays")} hint={t("rawWebhookHint")} error={errors?.rawWebhookDays} required>
        {(control) => (
          <Input
            {...control}
            name="rawWebhookDays"
            type="number"
            min={1}
            max={365}
            defaultValue={initial.rawWebhookDays}
          />
        )}
      </Field>
    </>
  )
}
