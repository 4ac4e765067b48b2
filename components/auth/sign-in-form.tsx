"use client"

import { useTranslations } from "next-intl"
import { type FormEvent, useEffect, useState, useTransition } from "react"
import { requestSession, type SessionAnswer } from "@/components/auth/request-session"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { PasswordInput } from "@/components/ui/password-input"

/** Keeps the e-mail and empties the password when the two were refused; counts down where the console asks to wait. */
export function SignInForm({ callback }: { callback: string }) {
  const t = useTranslations("auth.signIn")
  const [answer, setAnswer] = useState<SessionAnswer | null>(null)
  const [pending, start] = useTransition()
  const waitSeconds = useCountdown(answer)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const { email, password } = readCredentials(form)
    start(async () => {
      const next = await requestSession(email, password)
      if (next.kind === "signed-in") return leaveFor(callback)
      setAnswer(next)
      const field = form.elements.namedItem("password")
      if (!(field instanceof HTMLInputElement)) return
      if (next.kind === "refused") field.value = ""
      field.focus()
    })
  }
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      {answer && !pending && <Trouble answer={answer} waitSeconds={waitSeconds} />}
      <Field label={t("email")} required>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
          />
        )}
      </Field>
      <Field label={t("password")} required>
        {(control) => <PasswordInput {...control} name="password" autoComplete="current-password" />}
      </Field>
      <Button type="submit" variant="primary" pending={pending} disabled={waitSeconds > 0} className="h-9 w-full">
        {waitSeconds > 0 ? t("waiting", { seconds: waitSeconds }) : t("submit")}
      </Button>
    </form>
  )
}

function Trouble({ answer, waitSeconds }: { answer: SessionAnswer; waitSeconds: number }) {
  const t = useTranslations("auth.signIn")
  if (answer.kind === "signed-in" || (answer.kind === "wait" && waitSeconds === 0)) return null
  return (
    <Banner grade="danger" title={t(`${answer.kind}.title`)}>
      {t(`${answer.kind}.advice`)}
    </Banner>
  )
}

/** A whole document, so that language and theme of the member hold from its first paint. */
function leaveFor(path: string): Promise<never> {
  location.assign(path)
  return new Promise(() => {})
}

function readCredentials(form: HTMLFormElement) {
  const data = new FormData(form)
  return { email: String(data.get("email") ?? ""), password: String(data.get("password") ?? "") }
}

function useCountdown(answer: SessionAnswer | null): number {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    if (answer?.kind !== "wait") return setLeft(0)
    const until = Date.now() + answer.seconds * 1_000
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1_000)))
    tick()
    const timer = setInterval(tick, 250)
    return () => clearInterval(timer)
  }, [answer])
  return left
}
