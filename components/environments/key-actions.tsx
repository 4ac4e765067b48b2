"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { type FormEvent, useId, useState } from "react"
import { KeyFields, readKey } from "@/components/environments/key-fields"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { toast } from "@/components/ui/toast-store"
import { replaceKeyAction, testEnvironmentKeyAction } from "@/lib/environments/keys/actions"
import type { Replaced } from "@/lib/environments/keys/commands"
import type { BelvoKey } from "@/lib/environments/schema"

export function KeyActions({ slug }: { slug: string }) {
  const t = useTranslations("environments.key")
  const [replacing, setReplacing] = useState(false)
  const test = useSubmit(
    () => testEnvironmentKeyAction(slug),
    ({ kind }) => toast({ title: t(`tested.${kind}`), ...(kind === "ok" ? {} : { tone: "bad" }) }),
  )
  return (
    <>
      <FailureBanner failure={test.failure} />
      <div className="flex gap-2">
        <Button size="sm" pending={test.pending} onClick={() => test.submit(undefined)}>
          {t("test")}
        </Button>
        <Button size="sm" onClick={() => setReplacing(true)}>
          {t("replace")}
        </Button>
      </div>
      <ReplaceKeyDialog slug={slug} open={replacing} onClose={() => setReplacing(false)} />
    </>
  )
}

type ReplaceKeyDialogProps = { slug: string; open: boolean; onClose: () => void }

function ReplaceKeyDialog({ slug, open, onClose }: ReplaceKeyDialogProps) {
  const t = useTranslations("environments.key")
  const form = useId()
  const router = useRouter()
  const [outcome, setOutcome] = useState<Replaced["kind"] | null>(null)
  const close = () => {
    setOutcome(null)
    onClose()
  }
  const replace = useSubmit(
    (key: BelvoKey) => replaceKeyAction(slug, key),
    ({ kind }) => {
      setOutcome(kind)
      if (kind !== "replaced") return
      close()
      router.refresh()
      toast({ title: t("outcome.replaced.title") })
    },
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setOutcome(null)
    replace.submit(readKey(event.currentTarget))
  }
  const footer = (
    <>
      <Button onClick={close}>{t("cancel")}</Button>
      <Button type="submit" form={form} variant="primary" pending={replace.pending}>
        {t("testAndReplace")}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={close} title={t("replaceTitle", { slug })} footer={footer} size="sm">
      <form id={form} method="post" onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-muted">{t("replaceText")}</p>
        <FailureBanner failure={replace.failure} />
        {outcome && outcome !== "replaced" && (
          <Banner grade="danger" title={t(`outcome.${outcome}.title`)}>
            {t(`outcome.${outcome}.advice`)}
          </Banner>
        )}
        <KeyFields errors={replace.failure?.fields} />
      </form>
    </Dialog>
  )
}
