"use client"

import { useTranslations } from "next-intl"
import { useRef, useState } from "react"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { toast } from "@/components/ui/toast-store"
import type { Challenge } from "@/lib/belvo/challenge"
import { statusMeaning } from "@/lib/links/rules"
import { answerChallengeAction } from "@/lib/recovery/mfa/actions"
import type { AnsweredChallenge } from "@/lib/recovery/mfa/commands"
import { toClock } from "@/lib/time"
import { ChallengeText } from "./challenge-text"
import { useLink } from "./link-context"
import { useAct } from "./use-act"
import { useTimeLeft } from "./use-time-left"

type ChallengeDialogProps = {
  challenge: Challenge
  /** The bank wants another one after a wrong or late answer. */
  onChallenge: (next: Challenge) => void
  onRestart: () => void
  onClose: () => void
}

/** What the bank shows, and the customer's answer to it. */
export function ChallengeDialog({ challenge, onChallenge, onRestart, onClose }: ChallengeDialogProps) {
  const t = useTranslations("recovery.mfa")
  const [token, setToken] = useState("")
  const field = useRef<HTMLInputElement>(null)
  const { pending, answer, trouble } = useAnswer({ onChallenge, onClose, clear: () => setToken("") })
  const leftMs = useTimeLeft(useDeadline(challenge))
  const isOver = trouble === "expired"
  const needsToken = challenge.expectsUserInput
  const send = () => answer(challenge, needsToken ? token : undefined)
  const footer = (
    <>
      {challenge.expiresInSeconds !== null && !isOver && (
        <span role="timer" className="mr-auto self-center text-muted">
          {t("left", { left: toClock(leftMs) })}
        </span>
      )}
      {isOver ? (
        <Button variant="primary" onClick={onRestart}>
          {t("restart")}
        </Button>
      ) : (
        <Button variant="primary" pending={pending} disabled={needsToken && token.trim() === ""} onClick={send}>
          {needsToken ? t("send") : t("confirmed")}
        </Button>
      )}
    </>
  )
  return (
    <Dialog open onClose={onClose} title={t("title")} footer={footer} focus={field}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isOver && !pending) void send()
        }}
      >
        {trouble !== null && <Banner grade="warning" title={t(trouble)} />}
        <ChallengeText challenge={challenge} />
        {needsToken && !isOver && (
          <Field label={t("answer")} hint={t("never")}>
            {(control) => (
              <Input
                {...control}
                ref={field}
                value={token}
                maxLength={200}
                autoComplete="off"
                onChange={(event) => setToken(event.target.value)}
              />
            )}
          </Field>
        )}
      </form>
    </Dialog>
  )
}

/** The seconds count from when the challenge came. */
function useDeadline({ session, expiresInSeconds }: Challenge): string | null {
  const key = `${session} ${expiresInSeconds}`
  const [since, setSince] = useState({ key, at: Date.now() })
  if (since.key !== key) setSince({ key, at: Date.now() })
  return expiresInSeconds === null ? null : new Date(since.at + expiresInSeconds * 1_000).toISOString()
}

type Answering = Pick<ChallengeDialogProps, "onChallenge" | "onClose"> & { clear: () => void }

function useAnswer({ onChallenge, onClose, clear }: Answering) {
  const tell = useTelling()
  const { environment, link, refresh } = useLink()
  const { pending, act } = useAct()
  const [trouble, setTrouble] = useState<"wrong" | "expired" | null>(null)
  const answer = async ({ session }: Challenge, token: string | undefined) => {
    const input = { linkId: link.id, session, ...(token === undefined ? {} : { token }) }
    const outcome = await act(() => answerChallengeAction(environment, input))
    clear()
    if (outcome === undefined) return
    if (outcome.kind === "token_required") {
      setTrouble("wrong")
      onChallenge(outcome.challenge)
    } else if (outcome.kind === "session_expired") {
      setTrouble("expired")
    } else {
      tell(outcome)
      onClose()
      refresh()
    }
  }
  return { pending, answer, trouble }
}

type Ended = Exclude<AnsweredChallenge, { kind: "token_required" | "session_expired" }>

/** By the status that Belvo has just shown, not by its having taken the answer. */
function useTelling() {
  const t = useTranslations("recovery.mfa")
  const tStatus = useTranslations("status")
  return (ended: Ended) => {
    if (ended.kind === "gone") return toast({ tone: "bad", title: t("gone") })
    if (ended.kind === "duplicated")
      return toast({ tone: "bad", title: t("duplicated"), detail: t("duplicatedDetail") })
    const { status } = ended.link
    if (status === "valid") return toast({ tone: "good", title: t("done"), detail: t("doneDetail") })
    const meaning = statusMeaning({ status, removedAt: null })
    const label = meaning === "unknown" ? status : tStatus(`${meaning}.label`)
    toast({ tone: "bad", title: t("still", { status: label }), detail: t("stillDetail") })
  }
}
