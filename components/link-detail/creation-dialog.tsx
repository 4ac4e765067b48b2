"use client"

import { useTranslations } from "next-intl"
import { useRef, useState } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input, Textarea } from "@/components/ui/input"
import { sessionIn } from "@/lib/recovery/mfa/rules"
import { AnswerForm } from "./answer-form"
import { type Asked, ChallengeDialog } from "./challenge-dialog"
import { useLink } from "./link-context"
import { useAnswer } from "./use-answer"

/** Goes on with a connection that was begun elsewhere: whoever began it has the session, the customer has the code. */
export function CreationDialog({ onClose }: { onClose: () => void }) {
  const { refresh } = useLink()
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = () => {
    onClose()
    refresh()
  }
  if (asked === null) return <PastedSession onAsked={setAsked} onClose={close} />
  return <ChallengeDialog asked={asked} onAsked={setAsked} onClose={close} />
}

type PastedSessionProps = { onAsked: (asked: Asked) => void; onClose: () => void }

function PastedSession({ onAsked, onClose }: PastedSessionProps) {
  const t = useTranslations("recovery.creation")
  const tMfa = useTranslations("recovery.mfa")
  const [pasted, setPasted] = useState("")
  const [token, setToken] = useState("")
  const field = useRef<HTMLTextAreaElement>(null)
  const { pending, failure, isExpired, answer } = useAnswer({ onAsked, onClose })
  const session = sessionIn(pasted)
  const send = () => {
    if (session === null || pending) return
    setPasted("")
    setToken("")
    answer({ session, at: "links", ...(token.trim() === "" ? {} : { token: token.trim() }) })
  }
  const footer = (
    <>
      <Button onClick={onClose}>{tMfa("notNow")}</Button>
      <Button variant="primary" disabled={session === null && !pending} pending={pending} onClick={send}>
        {token.trim() === "" ? tMfa("confirmed") : tMfa("send")}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onClose} title={t("title")} footer={footer} focus={field}>
      <AnswerForm failure={failure} expired={isExpired ? tMfa("expiredElsewhere") : null} onSend={send}>
        <p>{t("text")}</p>
        <Field
          label={t("session")}
          hint={t("sessionHint")}
          error={isWrong(pasted) ? t("noSession") : undefined}
          required
        >
          {(control) => (
            <Textarea
              {...control}
              ref={field}
              rows={2}
              value={pasted}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setPasted(event.target.value)}
            />
          )}
        </Field>
        <Field label={tMfa("answer")} hint={t("answerHint")}>
          {(control) => (
            <Input
              {...control}
              value={token}
              maxLength={200}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setToken(event.target.value)}
            />
          )}
        </Field>
      </AnswerForm>
    </Dialog>
  )
}

const isWrong = (pasted: string): boolean => pasted.trim().length >= 32 && sessionIn(pasted) === null
