"use client"

import { useTranslations } from "next-intl"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { PasswordInput } from "@/components/ui/password-input"
import type { FieldErrors } from "@/lib/errors"

/** Belvo's key as its dashboard shows it. No password manager should take it for the reader's own. */
export function KeyFields({ errors }: { errors: FieldErrors | undefined }) {
  const t = useTranslations("environments.key")
  return (
    <>
      <Field label={t("secretId")} error={errors?.secretId} required>
        {(control) => (
          <Input {...control} name="secretId" autoComplete="off" spellCheck={false} className="font-mono" />
        )}
      </Field>
      <Field label={t("secretPassword")} hint={t("hint")} error={errors?.secretPassword} required>
        {(control) => <PasswordInput {...control} name="secretPassword" autoComplete="one-time-code" />}
      </Field>
    </>
  )
}

export function readKey(form: HTMLFormElement): { secretId: string; secretPassword: string } {
  const data = new FormData(form)
  return { secretId: String(data.get("secretId") ?? ""), secretPassword: String(data.get("secretPassword") ?? "") }
}
