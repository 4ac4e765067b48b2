"use client"

import { KeyRound } from "lucide-react"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast-store"
import type { Challenge } from "@/lib/belvo/challenge"
import { requestRefreshAction } from "@/lib/refreshes/actions"
import { toClock } from "@/lib/time"
import { ChallengeDialog } from "./challenge-dialog"
import { useLink } from "./link-context"
import { useAct } from "./use-act"

/** The code on the phone: a refresh has the bank ask for it, the customer says it, the agent passes it on. */
export function MfaButton() {
  const t = useTranslations("recovery.mfa")
  const { environment, link, refresh } = useLink()
  const { pending, act } = useAct()
  const [challenge, setChallenge] = useState<Challenge | null>(null)
  const start = async () => {
    const answer = await act(() => requestRefreshAction(environment, { linkId: link.id }))
    if (answer?.kind === "token_required") return setChallenge(answer.challenge)
    if (answer?.kind === "accepted") toast({ title: t("refreshed") })
    if (answer?.kind === "cooling_down") {
      toast({ tone: "bad", title: t("cooling", { left: toClock(Date.parse(answer.coolsDownAt) - Date.now()) }) })
    }
    if (answer !== undefined) refresh()
  }
  return (
    <>
      <Button icon={<KeyRound />} pending={pending} onClick={start}>
        {pending ? t("asking") : t("button")}
      </Button>
      {challenge !== null && (
        <ChallengeDialog
          challenge={challenge}
          onChallenge={setChallenge}
          onRestart={start}
          onClose={() => setChallenge(null)}
        />
      )}
    </>
  )
}
