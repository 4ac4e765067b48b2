"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { type FormEvent, useId, useState } from "react"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { isReason, ReasonField } from "@/components/ui/reason-field"
import { toast } from "@/components/ui/toast-store"
import { chooseSurvivorAction, takeOutGroupAction } from "@/lib/duplicates/plans/actions"
import type { PlanItemRow } from "@/lib/duplicates/plans/schema"
import { shortenMiddle } from "@/lib/format"

type GroupMenuProps = { environment: string; planId: string; item: PlanItemRow }

/** To let the other link stay, with a reason, or to leave the group as it is. */
export function GroupMenu({ environment, planId, item }: GroupMenuProps) {
  const t = useTranslations("plans.group")
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        {t("change")}
      </Button>
      {open && <GroupDialog environment={environment} planId={planId} item={item} onClose={() => setOpen(false)} />}
    </>
  )
}

function GroupDialog({ environment, planId, item, onClose }: GroupMenuProps & { onClose: () => void }) {
  const t = useTranslations("plans.group")
  const router = useRouter()
  const form = useId()
  const [reason, setReason] = useState("")
  const done = (words: string) => () => {
    onClose()
    toast({ title: words, tone: "good" })
    router.refresh()
  }
  const of = { planId, groupNo: item.groupNo }
  const choose = useSubmit(
    () => chooseSurvivorAction(environment, { ...of, linkId: item.oldLinkId, reason }),
    done(t("chosen")),
  )
  const takeOut = useSubmit(() => takeOutGroupAction(environment, of), done(t("takenOut")))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    choose.submit(undefined)
  }
  const footer = (
    <>
      <Button pending={takeOut.pending} onClick={() => takeOut.submit(undefined)}>
        {t("takeOut")}
      </Button>
      <Button type="submit" form={form} variant="primary" disabled={!isReason(reason)} pending={choose.pending}>
        {t("choose")}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onClose} title={t("title")} footer={footer} size="sm">
      <form id={form} method="post" onSubmit={submit} className="flex flex-col gap-3">
        <p>{t("what", { old: shortenMiddle(item.oldLinkId, 4), new: shortenMiddle(item.newLinkId, 4) })}</p>
        <FailureBanner failure={choose.failure ?? takeOut.failure} />
        <ReasonField label={t("reason")} hint={t("reasonHint")} value={reason} onChange={setReason} />
        <p className="text-muted text-sm">{t("takeOutWhy")}</p>
      </form>
    </Dialog>
  )
}
