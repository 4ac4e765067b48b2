"use client"

import { useTranslations } from "next-intl"
import { type FormEvent, useId } from "react"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { toast } from "@/components/ui/toast-store"
import { saveEndpointAction } from "@/lib/outgoing/actions"

type EndpointDialogProps = {
  environment: string
  url: string
  onClose: () => void
  onSaved: (secret: string | null) => void
}

export function EndpointDialog({ environment, url, onClose, onSaved }: EndpointDialogProps) {
  const t = useTranslations("outgoing.endpoint")
  const id = useId()
  const { submit, pending, failure } = useSubmit(
    (given: string) => saveEndpointAction(environment, { url: given }),
    ({ secret }) => {
      toast({ title: t("savedDone"), tone: "good" })
      onSaved(secret)
    },
  )
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    submit(String(new FormData(event.currentTarget).get("url") ?? ""))
  }
  const footer = (
    <>
      <Button onClick={onClose}>{t("cancel")}</Button>
      <Button type="submit" form={id} variant="primary" pending={pending}>
        {t("save")}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onClose} title={t("title")} footer={footer}>
      <form id={id} onSubmit={send} className="flex flex-col gap-3">
        <FailureBanner failure={failure} />
        <Field label={t("url")} hint={t("urlHint")} error={failure?.fields?.url} required>
          {(control) => <Input {...control} name="url" inputMode="url" autoComplete="off" defaultValue={url} />}
        </Field>
      </form>
    </Dialog>
  )
}
