"use client"

import { useTranslations } from "next-intl"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { toast } from "@/components/ui/toast-store"
import { changeAccessModeAction } from "@/lib/access-modes/actions"
import { useLink } from "./link-context"
import { useAct } from "./use-act"

/** Says what the change costs before it is made. */
export function AccessModeDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("link.accessMode")
  const { environment, link, refresh } = useLink()
  const { pending, act } = useAct()
  const accessMode = link.accessMode === "recurrent" ? "single" : "recurrent"
  const change = async () => {
    const answer = await act(() => changeAccessModeAction(environment, { linkId: link.id, accessMode }))
    if (answer?.kind === "changed") toast({ title: t("done", { mode: accessMode }) })
    if (answer?.kind === "token_required") toast({ tone: "bad", title: t("code") })
    if (answer !== undefined) onClose()
    refresh()
  }
  return (
    <DangerDialog
      open={open}
      onClose={onClose}
      title={t("title")}
      confirm={accessMode === "recurrent" ? t("toRecurrent") : t("toSingle")}
      pending={pending}
      onConfirm={change}
    >
      <p>{accessMode === "recurrent" ? t("recurrentText") : t("singleText")}</p>
      {accessMode === "recurrent" && <p className="text-muted">{t("credentials")}</p>}
    </DangerDialog>
  )
}
