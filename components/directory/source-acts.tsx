"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { SourceDialog } from "@/components/directory/source-dialog"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { toast } from "@/components/ui/toast-store"
import { removeSourceAction, requestSourceRunAction } from "@/lib/directory/source/actions"
import type { SourceState } from "@/lib/directory/source/schema"

type SourceActsProps = { environment: string; state: SourceState; active: boolean }

export function SourceActs({ environment, state: { source, may }, active }: SourceActsProps) {
  const t = useTranslations("directory-source")
  const [open, setOpen] = useState<"form" | "remove" | null>(null)
  const router = useRouter()
  const close = () => setOpen(null)
  const run = useSubmit(
    () => requestSourceRunAction(environment),
    () => {
      router.refresh()
      toast({ title: t("requested") })
    },
  )
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <FailureBanner failure={run.failure} />
      {may.run && source && (
        <Button size="sm" pending={run.pending || active} onClick={() => run.submit(undefined)}>
          {active ? t("reading") : t("readNow")}
        </Button>
      )}
      {may.setUp && (
        <Button size="sm" onClick={() => setOpen("form")}>
          {source ? t("change") : t("setUp")}
        </Button>
      )}
      {may.setUp && source && (
        <Button size="sm" onClick={() => setOpen("remove")}>
          {t("remove")}
        </Button>
      )}
      <SourceDialog environment={environment} source={source} open={open === "form"} onClose={close} />
      <RemoveDialog environment={environment} open={open === "remove"} onClose={close} />
    </div>
  )
}

type RemoveDialogProps = { environment: string; open: boolean; onClose: () => void }

function RemoveDialog({ environment, open, onClose }: RemoveDialogProps) {
  const t = useTranslations("directory-source")
  const router = useRouter()
  const remove = useSubmit(
    () => removeSourceAction(environment),
    () => {
      onClose()
      router.refresh()
      toast({ title: t("removed") })
    },
  )
  return (
    <DangerDialog
      open={open}
      onClose={onClose}
      title={t("removeTitle")}
      confirm={t("remove")}
      onConfirm={() => remove.submit(undefined)}
      pending={remove.pending}
      error={remove.failure?.message}
    >
      <p>{t("removeText")}</p>
    </DangerDialog>
  )
}
