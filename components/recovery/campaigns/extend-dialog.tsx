"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { type FormEvent, type ReactNode, useId, useState } from "react"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Time } from "@/components/ui/time"
import { toast } from "@/components/ui/toast-store"
import { extendCampaignAction } from "@/lib/recovery/campaigns/actions"
import type { CampaignView } from "@/lib/recovery/campaigns/schema"

type ExtendDialogProps = { environment: string; campaign: CampaignView; icon: ReactNode }

/** Keeps the addresses that are out good for longer. */
export function ExtendDialog({ environment, campaign, icon }: ExtendDialogProps) {
  const t = useTranslations("campaigns.extend")
  const router = useRouter()
  const id = useId()
  const [open, setOpen] = useState(false)
  const { submit, pending, failure, forget } = useSubmit(
    (days: string) => extendCampaignAction(environment, { campaignId: campaign.id, days }),
    () => {
      setOpen(false)
      toast({ title: t("done"), tone: "good" })
      router.refresh()
    },
  )
  const close = () => {
    forget()
    setOpen(false)
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    submit(String(new FormData(event.currentTarget).get("days") ?? ""))
  }
  const footer = (
    <>
      <Button onClick={close}>{t("cancel")}</Button>
      <Button type="submit" form={id} variant="primary" pending={pending}>
        {t("extend")}
      </Button>
    </>
  )
  return (
    <>
      <Button icon={icon} onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      <Dialog open={open} onClose={close} title={t("title")} footer={footer} size="sm">
        <form id={id} onSubmit={send} className="flex flex-col gap-3">
          <p>{t.rich("now", { at: () => <Time at={campaign.expiresAt} show="instant" /> })}</p>
          <FailureBanner failure={failure} />
          <Field label={t("days")} hint={t("hint")} required>
            {(control) => (
              <Input {...control} type="number" name="days" min={1} max={30} defaultValue={campaign.validDays} />
            )}
          </Field>
        </form>
      </Dialog>
    </>
  )
}
