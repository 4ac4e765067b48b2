"use client"

import { useTranslations } from "next-intl"
import { type RefObject, useEffect, useRef, useState } from "react"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { useTimeLeft } from "@/components/ui/use-time-left"
import type { Challenge } from "@/lib/belvo/challenge"
import type { Resumable } from "@/lib/belvo/schema"
import { toClock } from "@/lib/time"
import { AnswerForm } from "./answer-form"
import { ChallengeText } from "./challenge-text"
import { useAnswer } from "./use-answer"

/** `at`: where its session goes on; `since`: when it came, from which its seconds count; `isAgain`: in place of one not accepted. */
export type Asked = { challenge: Challenge; at: Resumable; since: number; isAgain: boolean }

type ChallengeDialogProps = {
  asked: Asked
  /** The bank wants another one after a wrong or late answer. */
  onAsked: (next: Asked) => void
  /** Absent where the session was begun elsewhere, and can only be begun again there. */
  onRestart?: () => void
  onClose: () => void
}

/** What the bank shows, and the customer's answer to it. */
export function ChallengeDialog({ asked, onAsked, onRestart, onClose }: ChallengeDialogProps) {
  const t = useTranslations("recovery.mfa")
  const { challenge } = asked
  const [token, setToken] = useState("")
  const { pending, failure, isExpired, answer } = useAnswer({ onAsked, onClose })
  const leftMs = useTimeLeft(deadlineOf(asked))
  const isOver = isExpired || failure !== null
  const isLate = !isOver && challenge.expiresInSeconds !== null && leftMs === 0
  const needsToken = challenge.expectsUserInput
  const { field, button } = useFocus(asked, isOver)
  const isReady = !isOver && !pending && !(needsToken && token.trim() === "")
  const send = () => {
    if (!isReady) return
    // Gone from the page before it has arrived anywhere.
    setToken("")
    answer({ session: challenge.session, at: asked.at, ...(needsToken ? { token: token.trim() } : {}) })
  }
  const acts = { needsToken, isOver, isLate, isReady, pending, button, onRestart, send }
  const footer = <Footer {...acts} leftMs={challenge.expiresInSeconds === null ? null : leftMs} />
  return (
    <Dialog open onClose={onClose} title={t("title")} footer={footer} focus={needsToken ? field : button}>
      <AnswerForm
        failure={failure}
        expired={isExpired ? t(onRestart ? "expired" : "expiredElsewhere") : null}
        onSend={send}
      >
        {!isOver && <Shown asked={asked} isLate={isLate} />}
        {needsToken && !isOver && <AnswerField value={token} onChange={setToken} field={field} />}
      </AnswerForm>
    </Dialog>
  )
}

function Shown({ asked, isLate }: { asked: Asked; isLate: boolean }) {
  const t = useTranslations("recovery.mfa")
  return (
    <>
      {asked.isAgain && <Banner grade="warning" title={t("wrong")} />}
      {isLate && <Banner grade="warning" title={t("late")} />}
      <ChallengeText challenge={asked.challenge} />
    </>
  )
}

type FooterProps = {
  onRestart: (() => void) | undefined
  needsToken: boolean
  isOver: boolean
  isLate: boolean
  isReady: boolean
  pending: boolean
  /** Null where the bank did not say. */
  leftMs: number | null
  button: RefObject<HTMLButtonElement | null>
  send: () => void
}

function Footer({ needsToken, isOver, isLate, isReady, pending, leftMs, button, send, onRestart }: FooterProps) {
  const t = useTranslations("recovery.mfa")
  const restart = onRestart && (isOver || isLate) && (
    <Button ref={isOver ? button : null} variant={isOver ? "primary" : "secondary"} onClick={onRestart}>
      {t("restart")}
    </Button>
  )
  if (isOver) return restart
  return (
    <>
      {leftMs !== null && (
        <span role="timer" className={`mr-auto self-center tabular-nums ${isLate ? "text-token-text" : "text-muted"}`}>
          {t("left", { left: toClock(leftMs) })}
        </span>
      )}
      {restart}
      <Button ref={button} variant="primary" pending={pending} disabled={!isReady && !pending} onClick={send}>
        {needsToken ? t("send") : t("confirmed")}
      </Button>
    </>
  )
}

type AnswerFieldProps = { value: string; onChange: (value: string) => void; field: RefObject<HTMLInputElement | null> }

function AnswerField({ value, onChange, field }: AnswerFieldProps) {
  const t = useTranslations("recovery.mfa")
  return (
    <Field label={t("answer")} hint={t("never")}>
      {(control) => (
        <Input
          {...control}
          ref={field}
          value={value}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

const deadlineOf = ({ challenge: { expiresInSeconds }, since }: Asked): string | null =>
  expiresInSeconds === null ? null : new Date(since + expiresInSeconds * 1_000).toISOString()

/** Where the next key should go: to the answer, or to the only deed there is. */
function useFocus(asked: Asked, isOver: boolean) {
  const field = useRef<HTMLInputElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new challenge takes the focus, too
  useEffect(() => {
    const wanted = isOver ? button.current : (field.current ?? button.current)
    wanted?.focus()
  }, [asked, isOver])
  return { field, button }
}
