"use client"

import { Plus } from "lucide-react"
import { useTranslations } from "next-intl"
import { type FormEvent, useId, useState } from "react"
import { KeyFields, readKey } from "@/components/environments/key-fields"
import { SettingsFields } from "@/components/environments/settings-fields"
import { WebhookAccessDialog } from "@/components/environments/webhook-access-dialog"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { environmentFormData } from "@/lib/environments/schema"
import { addEnvironmentAction } from "@/lib/environments/settings/actions"
import type { WebhookAccess } from "@/lib/environments/settings/commands"
import type { FieldErrors } from "@/lib/errors"

export function AddEnvironmentButton() {
  const t = useTranslations("environments")
  const [open, setOpen] = useState(false)
  const [access, setAccess] = useState<WebhookAccess | null>(null)
  return (
    <>
      <Button variant="primary" icon={<Plus />} onClick={() => setOpen(true)}>
        {t("add")}
      </Button>
      <AddEnvironmentDialog
        open={open}
        onClose={() => setOpen(false)}
        onAdded={(webhook) => {
          setOpen(false)
          setAccess(webhook)
        }}
      />
      <WebhookAccessDialog access={access} onClose={() => setAccess(null)} />
    </>
  )
}

const initial = { name: "", kind: "sandbox", customerLocale: "es", rawWebhookDays: 30 }

type AddEnvironmentDialogProps = { open: boolean; onClose: () => void; onAdded: (webhook: WebhookAccess) => void }

/** The key is tested before anything is kept. */
function AddEnvironmentDialog({ open, onClose, onAdded }: AddEnvironmentDialogProps) {
  const t = useTranslations("environments")
  const form = useId()
  const [trouble, setTrouble] = useState<"refused" | "unreachable" | null>(null)
  const add = useSubmit(addEnvironmentAction, (added) => {
    if (added.kind === "added") return onAdded(added.webhook)
    setTrouble(added.kind)
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTrouble(null)
    const data = new FormData(event.currentTarget)
    const address = { slug: String(data.get("slug") ?? ""), baseUrl: String(data.get("baseUrl") ?? "") }
    add.submit({ ...environmentFormData(data), ...address, ...readKey(event.currentTarget) })
  }
  const footer = (
    <>
      <Button onClick={onClose}>{t("key.cancel")}</Button>
      <Button type="submit" form={form} variant="primary" pending={add.pending}>
        {t("testAndAdd")}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={onClose} title={t("add")} footer={footer}>
      <form id={form} method="post" onSubmit={submit} className="flex flex-col gap-4">
        <FailureBanner failure={add.failure} />
        {trouble && (
          <Banner grade="danger" title={t(`key.outcome.${trouble}.title`)}>
            {t(`key.outcome.${trouble}.advice`)}
          </Banner>
        )}
        <AddressFields errors={add.failure?.fields} />
        <KeyFields errors={add.failure?.fields} />
        <SettingsFields initial={initial} errors={add.failure?.fields} />
      </form>
    </Dialog>
  )
}

function AddressFields({ errors }: { errors: FieldErrors | undefined }) {
  const t = useTranslations("environments")
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t("slug")} hint={t("slugHint")} error={errors?.slug} required>
        {(control) => <Input {...control} name="slug" autoComplete="off" spellCheck={false} className="font-mono" />}
      </Field>
      <Field label={t("baseUrl")} hint={t("baseUrlHint")} error={errors?.baseUrl} required>
        {(control) => (
          <Input
            {...control}
            name="baseUrl"
            type="url"
            defaultValue="https://sandbox.belvo.com"
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
          />
        )}
      </Field>
    </div>
  )
}
