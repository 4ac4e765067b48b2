"use client"

import { useTranslations } from "next-intl"
import { Field } from "@/components/ui/field"
import { PasswordInput } from "@/components/ui/password-input"
import { shortestPassword } from "@/lib/auth/rules"

type NewPasswordFieldsProps = {
  errors: readonly string[] | undefined
  /** The two were not the same. */
  differs: boolean
}

export function NewPasswordFields({ errors, differs }: NewPasswordFieldsProps) {
  const t = useTranslations("auth.password")
  return (
    <>
      <Field label={t("new")} hint={t("hint", { length: shortestPassword })} error={errors} required>
        {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" />}
      </Field>
      <Field label={t("repeat")} error={differs ? t("differs") : undefined} required>
        {(control) => <PasswordInput {...control} name="repeated" autoComplete="new-password" />}
      </Field>
    </>
  )
}

export function readNewPassword(form: HTMLFormElement): { password: string; repeated: string } {
  const data = new FormData(form)
  return { password: String(data.get("password") ?? ""), repeated: String(data.get("repeated") ?? "") }
}
