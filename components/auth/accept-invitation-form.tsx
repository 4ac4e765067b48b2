"use client"

import { useTranslations } from "next-intl"
import { type FormEvent, useState, useTransition } from "react"
import { NewPasswordFields, readNewPassword } from "@/components/auth/new-password-fields"
import { requestSession } from "@/components/auth/request-session"
import { type Failure, useCall } from "@/components/shell/use-call"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { acceptInvitationAction } from "@/lib/auth/invitations/actions"

/** Sets the password and signs in with it. */
export function AcceptInvitationForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("auth.invitation")
  const [failure, setFailure] = useState<Failure | null>(null)
  const [differs, setDiffers] = useState(false)
  const [pending, start] = useTransition()
  const call = useCall()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { password, repeated } = readNewPassword(event.currentTarget)
    setDiffers(password !== repeated)
    if (password !== repeated) return
    start(async () => {
      const result = await call(() => acceptInvitationAction({ token, password }))
      if (!result.ok) return setFailure(result)
      const answer = await requestSession(result.data.email, password)
      location.assign(answer.kind === "signed-in" ? "/" : "/sign-in")
      await new Promise(() => {})
    })
  }
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      {failure && !failure.fields && <Banner grade="danger" title={failure.message} />}
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      <NewPasswordFields errors={failure?.fields?.password} differs={differs} />
      <Button type="submit" variant="primary" pending={pending} className="h-9 w-full">
        {t("submit")}
      </Button>
    </form>
  )
}
