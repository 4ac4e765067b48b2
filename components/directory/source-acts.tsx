"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { SourceDialog } from "@/components/directory/source-dialog"
import { AskingButton } from "@/components/shell/asking-button"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast-store"
import { removeSourceAction, requestSourceRunAction } from "@/lib/directory/source/actions"
import type { SourceState } from "@/lib/directory/source/schema"

type SourceActsProps = { environment: string; state: SourceState; active: boolean }

export function SourceActs({ environment, state: { source, may }, active }: SourceActsProps) {
  const t = useTranslations("directory-source")
  const [open, setOpen] = useState(false)
  const router = useRouter()
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
        <Button size="sm" onClick={() => setOpen(true)}>
          {source ? t("change") : t("setUp")}
        </Button>
      )}
      {may.setUp && source && <RemoveButton environment={environment} />}
      <SourceDialog environment={environment} source={source} open={open} onClose={() => setOpen(false)} />
    </div>
  )
}

function RemoveButton({ environment }: { environment: string }) {
  const t = useTranslations("directory-source")
  return (
    <AskingButton
      size="sm"
      label={t("remove")}
      title={t("removeTitle")}
      run={() => removeSourceAction(environment)}
      done={() => t("removed")}
    >
      <p>{t("removeText")}</p>
    </AskingButton>
  )
}
