"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { useSubmit } from "@/components/shell/use-submit"
import { toast } from "@/components/ui/toast-store"
import type { Resumable } from "@/lib/belvo/schema"
import { answerChallengeAction } from "@/lib/recovery/mfa/actions"
import type { AnsweredChallenge } from "@/lib/recovery/mfa/commands"
import type { Asked } from "./challenge-dialog"
import { useLink } from "./link-context"
import { useStanding } from "./use-standing"

type Answering = { onAsked: (next: Asked) => void; onClose: () => void }

/** Without a token where the customer confirmed on another device. */
export type CustomersAnswer = { session: string; at: Resumable; token?: string }

/** Passes one answer on; a new challenge replaces the old one, and what has come of it is said. */
export function useAnswer({ onAsked, onClose }: Answering) {
  const tell = useTelling()
  const { environment, link } = useLink()
  const [isExpired, setExpired] = useState(false)
  const { submit, pending, failure } = useSubmit(
    (given: CustomersAnswer) => answerChallengeAction(environment, { linkId: link.id, ...given }),
    (outcome) => {
      setExpired(outcome.kind === "session_expired")
      if (outcome.kind === "session_expired") return
      if (outcome.kind === "token_required") return onAsked({ ...outcome, since: Date.now(), isAgain: true })
      tell(outcome)
      onClose()
    },
  )
  return { pending, failure, isExpired, answer: submit }
}

function useTelling() {
  const t = useTranslations("recovery.mfa")
  const tellStanding = useStanding()
  return (ended: Exclude<AnsweredChallenge, { kind: "token_required" | "session_expired" }>) => {
    if (ended.kind === "gone") return toast({ tone: "bad", title: t("gone") })
    if (ended.kind === "duplicated")
      return toast({ tone: "bad", title: t("duplicated"), detail: t("duplicatedDetail") })
    if (ended.link === null) return toast({ title: t("unread"), detail: t("unreadDetail") })
    tellStanding(ended.link.status)
  }
}
