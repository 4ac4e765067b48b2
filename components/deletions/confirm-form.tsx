"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Panel } from "@/components/ui/panel"
import { isReason, ReasonField } from "@/components/ui/reason-field"
import { cancelRequestAction, confirmRequestAction } from "@/lib/deletions/requests/actions"
import { needsApproval } from "@/lib/deletions/rules"
import { isNumberTyped } from "@/lib/links/selection/rules"

type ConfirmFormProps = {
  environment: string
  requestId: string
  links: number
  /** Of one link what must be typed; of several it is their number. */
  name: string | null
  holdHours: number
  threshold: number
}

/** The last step before a request: what happens next, the number typed, a reason. */
export function ConfirmForm({ environment, requestId, links, name, holdHours, threshold }: ConfirmFormProps) {
  const t = useTranslations("deletions.confirm")
  const router = useRouter()
  const [typed, setTyped] = useState("")
  const [reason, setReason] = useState("")
  const confirm = useSubmit(
    () => confirmRequestAction(environment, { requestId, confirmation: typed, reason }),
    () => {
      router.refresh()
      // What comes next is said at the top, and the form that one is looking at goes.
      document.querySelector("h1")?.scrollIntoView({ block: "center" })
    },
  )
  const discard = useSubmit(
    () => cancelRequestAction(environment, { requestId }),
    () => router.push(`/${environment}/deletions`),
  )
  const fits = name === null ? isNumberTyped(typed.trim(), links) : typed.trim() === name
  const ready = fits && isReason(reason)
  return (
    <Panel title={t("title", { count: links })}>
      <div className="flex max-w-lg flex-col gap-4">
        <FailureBanner failure={confirm.failure ?? discard.failure} />
        <ul className="list-disc pl-5">
          <li>{t("forgets")}</li>
          {needsApproval(links, threshold) && <li>{t("approval", { count: threshold })}</li>}
          <li>{holdHours === 0 ? t("noHold") : t("hold", { count: holdHours })}</li>
          <li>{t("reread")}</li>
        </ul>
        <Field label={name === null ? t("typeNumber", { count: links }) : t("typeName", { name })} required>
          {(control) => (
            <Input {...control} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
          )}
        </Field>
        <ReasonField label={t("reason")} hint={t("reasonHint")} value={reason} onChange={setReason} />
        <div className="flex flex-wrap gap-2">
          <Button pending={discard.pending} onClick={() => discard.submit(undefined)}>
            {t("discard")}
          </Button>
          <Button
            variant="danger"
            disabled={!ready}
            pending={confirm.pending}
            onClick={() => confirm.submit(undefined)}
          >
            {t("button", { count: links })}
          </Button>
        </div>
      </div>
    </Panel>
  )
}
