"use client"

import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { useClock } from "@/components/ui/clock"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { toast } from "@/components/ui/toast-store"
import { changeAccessModeAction } from "@/lib/access-modes/actions"
import { hasStoredCredentials } from "@/lib/links/rules"
import { useLink } from "./link-context"
import { useAct } from "./use-act"

/** Says what the change costs before it is made. */
export function AccessModeDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("link.accessMode")
  const { environment, link, refresh } = useLink()
  const { pending, act } = useAct()
  const accessMode = link.accessMode === "recurrent" ? "single" : "recurrent"
  const now = useClock()
  const isPossible = accessMode === "single" || hasStoredCredentials(link, now)
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
      ready={isPossible}
      onConfirm={change}
    >
      <p>{accessMode === "recurrent" ? t("recurrentText") : t("singleText")}</p>
      {isPossible && accessMode === "recurrent" && <p className="text-muted">{t("credentials")}</p>}
      {!isPossible && <Banner grade="warning" title={t("noCredentials")} />}
    </DangerDialog>
  )
}
