"use client"

import { useTranslations } from "next-intl"
import { useRef, useState } from "react"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { toast } from "@/components/ui/toast-store"
import { askForCodeAction } from "@/lib/recovery/mfa/actions"
import type { AskedForCode } from "@/lib/recovery/mfa/commands"
import type { Retrieval } from "@/lib/recovery/mfa/schema"
import { toClock } from "@/lib/time"
import { type Asked, ChallengeDialog } from "./challenge-dialog"
import { useLink } from "./link-context"
import { useStanding } from "./use-standing"

type CodeDialogProps = {
  onClose: () => void
  /** Leaves it to the customer, by a repair address. */
  onHandOver: () => void
}

/** First what asking costs, then what the bank asks. */
export function CodeDialog({ onClose, onHandOver }: CodeDialogProps) {
  const { refresh } = useLink()
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = () => {
    onClose()
    refresh()
  }
  if (asked === null) return <BeforeAsking onAsked={setAsked} onClose={close} onHandOver={onHandOver} />
  return <ChallengeDialog asked={asked} onAsked={setAsked} onRestart={() => setAsked(null)} onClose={close} />
}

type BeforeAskingProps = CodeDialogProps & { onAsked: (asked: Asked) => void }

function BeforeAsking({ onAsked, onClose, onHandOver }: BeforeAskingProps) {
  const t = useTranslations("recovery.mfa")
  const tAddress = useTranslations("recovery.address")
  const { environment, page, link } = useLink()
  const tell = useTelling(onClose)
  const ask = useSubmit(
    () => askForCodeAction(environment, { linkId: link.id }),
    (answer) => {
      if (answer.kind === "token_required") onAsked({ ...answer, since: Date.now(), isAgain: false })
      else tell(answer)
    },
  )
  const first = useRef<HTMLButtonElement>(null)
  const footer = (
    <>
      <Button onClick={onClose}>{t("notNow")}</Button>
      <Button ref={first} variant="primary" pending={ask.pending} onClick={() => ask.submit(undefined)}>
        {ask.pending ? t("asking") : t("ask")}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onClose} title={t("before")} footer={footer} focus={first}>
      <div className="flex flex-col gap-3">
        <FailureBanner failure={ask.failure} />
        <Cost retrieval={page.cheapest} />
        <p>{t("onTheLine")}</p>
        <Button variant="ghost" className="self-start" onClick={onHandOver}>
          {tAddress("button")}
        </Button>
      </div>
    </Dialog>
  )
}

function Cost({ retrieval }: { retrieval: Retrieval }) {
  const t = useTranslations("recovery.mfa.cost")
  const words =
    retrieval.by !== "refresh"
      ? t(retrieval.by)
      : retrieval.resource === null
        ? t("refreshAll")
        : t("refresh", { resource: retrieval.resource })
  return (
    <div className="rounded border border-line bg-sunken px-3 py-2">
      <p className="font-medium">{words}</p>
      <p className="text-muted">{t("billed")}</p>
    </div>
  )
}

/** Where the bank asked for nothing. */
function useTelling(onClose: () => void) {
  const t = useTranslations("recovery.mfa")
  const tellStanding = useStanding()
  return (answer: Exclude<AskedForCode, { kind: "token_required" }>) => {
    if (answer.kind === "no_code") {
      if (answer.link) tellStanding(answer.link.status)
      else toast({ title: t("noCode"), detail: t("unreadDetail") })
    }
    if (answer.kind === "refreshing") toast({ title: t("refreshed") })
    if (answer.kind === "gone") toast({ tone: "bad", title: t("gone") })
    if (answer.kind === "cooling_down") {
      toast({ tone: "bad", title: t("cooling", { left: toClock(Date.parse(answer.coolsDownAt) - Date.now()) }) })
    }
    onClose()
  }
}
