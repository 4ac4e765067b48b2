"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { AskingButton } from "@/components/shell/asking-button"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Panel } from "@/components/ui/panel"
import { isReason, ReasonField } from "@/components/ui/reason-field"
import { approveRequestAction, refuseRequestAction } from "@/lib/deletions/requests/actions"

type DecisionFormProps = { environment: string; requestId: string; links: number; holdHours: number; by: string }

/** The second member's say: approve, or refuse with a reason. */
export function DecisionForm({ environment, requestId, links, holdHours, by }: DecisionFormProps) {
  const t = useTranslations("deletions.decision")
  const router = useRouter()
  const [reason, setReason] = useState("")
  const refuse = useSubmit(
    () => refuseRequestAction(environment, { requestId, reason }),
    () => router.refresh(),
  )
  const hold = holdHours === 0 ? t("noHold") : t("hold", { count: holdHours })
  return (
    <Panel title={t("title")}>
      <div className="flex max-w-lg flex-col gap-4">
        <FailureBanner failure={refuse.failure} />
        <p>{t("why", { name: by, count: links })}</p>
        <ReasonField label={t("reason")} hint={t("reasonHint")} value={reason} onChange={setReason} optional />
        <div className="flex flex-wrap gap-2">
          <Button pending={refuse.pending} disabled={!isReason(reason)} onClick={() => refuse.submit(undefined)}>
            {t("refuse")}
          </Button>
          <AskingButton
            variant="danger"
            label={t("approve", { count: links })}
            title={t("dialogTitle", { count: links })}
            run={() => approveRequestAction(environment, { requestId })}
            done={() => t("approved")}
          >
            <p>{t("forgets")}</p>
            <p>{hold}</p>
          </AskingButton>
        </div>
      </div>
    </Panel>
  )
}
