"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { toast } from "@/components/ui/toast-store"
import { adoptOrphanAction } from "@/lib/orphans/actions"
import type { OrphanRow } from "@/lib/orphans/list/queries"
import { Evidence } from "./evidence"

type AdoptDialogProps = {
  environment: string
  row: OrphanRow
  open: boolean
  onClose: () => void
  onDone: () => void
  undo: () => void
}

/** For the user who is proposed, or one that is typed. */
export function AdoptDialog({ environment, row, open, onClose, onDone, undo }: AdoptDialogProps) {
  const t = useTranslations("orphans.adopt")
  const [externalId, setExternalId] = useState(row.matchedExternalId ?? "")
  const basis = externalId.trim() === row.matchedExternalId ? "proposed" : "typed"
  const { submit, pending, failure, forget } = useSubmit(
    () => adoptOrphanAction(environment, { linkId: row.linkId, externalId: externalId.trim(), basis }),
    () => {
      toast({ tone: "good", title: t("done"), action: { label: t("undo"), onSelect: undo } })
      onClose()
      onDone()
    },
  )
  const close = () => {
    forget()
    onClose()
  }
  const works = row.status === "valid"
  const footer = (
    <>
      <Button onClick={close}>{t("cancel")}</Button>
      <Button
        variant="primary"
        pending={pending}
        disabled={!works || externalId.trim() === ""}
        onClick={() => submit(undefined)}
      >
        {t("confirm")}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={close} title={t("title")} footer={footer} size="sm">
      <div className="flex flex-col gap-3">
        <Evidence environment={environment} row={row} />
        <Field label={t("externalId")} hint={basis === "proposed" ? t("proposed") : t("typed")}>
          {(control) => (
            <Input
              {...control}
              value={externalId}
              autoComplete="off"
              onChange={({ target }) => setExternalId(target.value)}
            />
          )}
        </Field>
        <p className="text-muted">{works ? t("what") : t("notValid")}</p>
        {failure && (
          <p role="alert" className="text-invalid-text">
            {failure.message}
          </p>
        )}
      </div>
    </Dialog>
  )
}
