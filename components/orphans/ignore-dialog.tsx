"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { toast } from "@/components/ui/toast-store"
import { ignoreOrphansAction } from "@/lib/orphans/actions"

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
  const [note, setNote] = useState("")
  const [until, setUntil] = useState("")
  const { submit, pending, failure, forget } = useSubmit(
    () => ignoreOrphansAction(environment, { ids: [...ids], note, until }),
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
        disabled={note.trim().length < 3 || until === ""}
        onClick={() => submit(undefined)}
      >
        {t("confirm", { count: ids.length })}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={close} title={t("title", { count: ids.length })} footer={footer} size="sm">
      <div className="flex flex-col gap-3">
        <Field label={t("note")} hint={t("noteHint")} error={failure?.fields?.note} required>
          {(control) => <Input {...control} value={note} maxLength={500} onChange={(e) => setNote(e.target.value)} />}
        </Field>
        <Field label={t("until")} hint={t("untilHint")} error={failure?.fields?.until} required>
          {(control) => <Input {...control} type="date" value={until} onChange={(e) => setUntil(e.target.value)} />}
        </Field>
        {failure && (
          <p role="alert" className="text-invalid-text">
            {failure.message}
          </p>
        )}
      </div>
    </Dialog>
  )
}
