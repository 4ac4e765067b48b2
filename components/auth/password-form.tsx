"use client"

import { useTranslations } from "next-intl"
import { type FormEvent, useRef, useState } from "react"
import { NewPasswordFields, readNewPassword } from "@/components/auth/new-password-fields"
import { requestSession } from "@/components/auth/request-session"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { PasswordInput } from "@/components/ui/password-input"
import { toast } from "@/components/ui/toast-store"
import { changePasswordAction } from "@/lib/auth/actions"

/** A new password ends every session; this browser signs in again with it, unseen. */
export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("settings.account")
  const form = useRef<HTMLFormElement>(null)
  const [differs, setDiffers] = useState(false)
  const change = useSubmit(changePasswordAction, async () => {
    if (!form.current) return
    const { password } = readNewPassword(form.current)
    const answer = await requestSession(email, password)
    if (answer.kind !== "signed-in") return location.assign("/sign-in?callbackUrl=/settings")
    form.current.reset()
    toast({ title: t("passwordChanged"), detail: t("passwordChangedDetail") })
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { password, repeated } = readNewPassword(event.currentTarget)
    setDiffers(password !== repeated)
    const current = String(new FormData(event.currentTarget).get("current") ?? "")
    if (password === repeated) change.submit({ current, password })
  }
  return (
    <form ref={form} method="post" onSubmit={submit} className="flex max-w-sm flex-col gap-4">
      <FailureBanner failure={change.failure} />
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      <Field label={t("currentPassword")} error={change.failure?.fields?.current} required>
        {(control) => <PasswordInput {...control} name="current" autoComplete="current-password" />}
      </Field>
      <NewPasswordFields errors={change.failure?.fields?.password} differs={differs} />
      <div>
        <Button type="submit" pending={change.pending}>
          {t("changePassword")}
        </Button>
      </div>
    </form>
  )
}
