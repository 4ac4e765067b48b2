"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { toast } from "@/components/ui/toast-store"
import { ignoreOrphansAction } from "@/lib/orphans/actions"
import { IgnoreFields, isIgnoringComplete } from "./ignore-fields"

type IgnoreDialogProps = {
  environment: string
  ids: readonly string[]
  open: boolean
  onClose: () => void
  onDone: () => void
  undo: () => void
}

/** With a reason, and until when. */
export function IgnoreDialog({ environment, ids, open, onClose, onDone, undo }: IgnoreDialogProps) {
  const t = useTranslations("orphans.ignore")
  const [ignoring, setIgnoring] = useState({ note: "", until: "" })
  const { submit, pending, failure, forget } = useSubmit(
    () => ignoreOrphansAction(environment, { ids: [...ids], ...ignoring }),
    ({ count, skippedCount }) => {
      const more = skippedCount > 0 ? { detail: t("skipped", { count: skippedCount }) } : {}
      toast({ tone: "good", title: t("done", { count }), action: { label: t("undo"), onSelect: undo }, ...more })
      onClose()
      onDone()
    },
  )
  const close = () => {
    forget()
    onClose()
  }
  const footer = (
    <>
      <Button onClick={close}>{t("cancel")}</Button>
      <Button
        variant="primary"
        pending={pending}
        disabled={!isIgnoringComplete(ignoring)}
        onClick={() => submit(undefined)}
      >
        {t("confirm", { count: ids.length })}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={close} title={t("title", { count: ids.length })} footer={footer} size="sm">
      <div className="flex flex-col gap-3">
        <IgnoreFields value={ignoring} onChange={setIgnoring} errors={failure?.fields} />
        {failure && (
          <p role="alert" className="text-invalid-text">
            {failure.message}
          </p>
        )}
      </div>
    </Dialog>
  )
}
