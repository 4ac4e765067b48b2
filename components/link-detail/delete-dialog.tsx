"use client"

import { useTranslations } from "next-intl"
import { useEffect, useState } from "react"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { isReason, ReasonField } from "@/components/ui/reason-field"
import { Time } from "@/components/ui/time"
import { toast } from "@/components/ui/toast-store"
import { requestDeletionAction } from "@/lib/deletions/actions"
import { confirmationOf } from "@/lib/deletions/rules"
import { isOpenFinanceBrazil } from "@/lib/links/rules"
import { useLink } from "./link-context"
import { useSession } from "./session-context"
import { useAccounts } from "./use-accounts"
import { useAct } from "./use-act"

/** Belvo forgets for good: what will be lost, the link's name typed, a reason. */
export function DeleteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("deletions")
  const { environment, link, observeDeletion, refresh } = useLink()
  const { pending, act } = useAct()
  const [reason, setReason] = useState("")
  const confirmation = confirmationOf(link)
  const request = async () => {
    const input = { linkId: link.id, confirmation, reason }
    const deletion = await act(() => requestDeletionAction(environment, input))
    if (deletion === undefined) return
    observeDeletion(deletion)
    toast({ title: t("requested") })
    setReason("")
    onClose()
    refresh()
  }
  return (
    <DangerDialog
      open={open}
      onClose={onClose}
      title={t("dialog.title")}
      confirm={t("dialog.confirm")}
      typed={confirmation}
      ready={isReason(reason)}
      pending={pending}
      onConfirm={request}
    >
      {open && <Losses />}
      <ReasonField label={t("dialog.reason")} hint={t("dialog.reasonHint")} value={reason} onChange={setReason} />
    </DangerDialog>
  )
}

function Losses() {
  const t = useTranslations("deletions.dialog")
  const { page, link } = useLink()
  const { session } = useSession()
  const institution = page.institution.displayName ?? link.institution
  const others = page.sameCustomer.filter((one) => one.removedAt === null).length
  const age = () => <Time at={link.createdAt} />
  const resources = link.fetchResources.join(", ")
  return (
    <div className="flex flex-col gap-2">
      <p className="font-medium">{t("lost")}</p>
      <ul className="list-disc pl-5">
        <li>{t.rich("link", { institution, name: confirmationOf(link), age })}</li>
        <li>{resources === "" ? t("dataAny") : t("data", { resources })}</li>
        {page.may.live && link.fetchResources.includes("ACCOUNTS") && <AccountCount />}
      </ul>
      {link.status === "valid" && <p className="text-token-text">{t("valid")}</p>}
      {session?.state === "open" && <p className="text-token-text">{t("session")}</p>}
      {isOpenFinanceBrazil(link.institution) && <p className="text-token-text">{t("consent")}</p>}
      <p className="text-muted">
        {link.externalId !== null && t("others", { count: others })} {t("kept")}
      </p>
      <p>
        {page.deletions.threshold === 0 && t("approval")} {t("hold", { hours: page.deletions.holdHours })}
      </p>
    </div>
  )
}

/** Read live while the dialog is open: what is about to be forgotten is counted, not guessed. */
function AccountCount() {
  const t = useTranslations("deletions.dialog")
  const { accounts, failure, read } = useAccounts()
  useEffect(read, [read])
  if (failure !== null) return <li>{t("countFailed")}</li>
  if (accounts === null) return <li className="text-muted">{t("counting")}</li>
  return <li>{t("accounts", { count: accounts.length })}</li>
}
