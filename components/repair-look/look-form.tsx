"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { type FormEvent, useState } from "react"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { toast } from "@/components/ui/toast-store"
import { saveLookAction } from "@/lib/recovery/look/actions"
import type { LookSettings, SaveLook } from "@/lib/recovery/look/schema"
import { ColourFields } from "./colour-fields"
import { LogoField } from "./logo-field"
import { LookPreview, type PreviewTexts } from "./look-preview"

type LookFormProps = { slug: string; name: string; look: LookSettings; texts: PreviewTexts }

/** How one environment's page for customers looks, with what they will see beside it. */
export function LookForm({ slug, name, look: initial, texts }: LookFormProps) {
  const t = useTranslations("repairLook")
  const router = useRouter()
  const [look, setLook] = useState(initial)
  const change = (part: Partial<LookSettings>) => setLook((known) => ({ ...known, ...part }))
  const save = useSubmit(
    (input: SaveLook) => saveLookAction(slug, input),
    () => {
      router.refresh()
      toast({ title: t("saved", { name }) })
    },
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { logo, ...rest } = look
    const given = logo === initial.logo ? {} : { logo: logo?.split(",")[1] ?? null }
    save.submit({ ...rest, ...given })
  }
  const errors = save.failure?.fields
  return (
    <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
      <form method="post" onSubmit={submit} className="flex max-w-lg flex-col gap-4">
        <FailureBanner failure={save.failure} />
        <Field label={t("operatorName")} hint={t("operatorNameHint")} error={errors?.operatorName}>
          {(control) => (
            <Input
              {...control}
              maxLength={60}
              value={look.operatorName}
              onChange={(event) => change({ operatorName: event.target.value })}
            />
          )}
        </Field>
        <ColourFields look={look} change={change} errors={errors} />
        <LogoField logo={look.logo} change={change} error={errors?.logo} />
        <Field label={t("contact")} hint={t("contactHint")} error={errors?.contact}>
          {(control) => (
            <Input
              {...control}
              maxLength={200}
              value={look.contact}
              onChange={(event) => change({ contact: event.target.value })}
            />
          )}
        </Field>
        <div>
          <Button type="submit" variant="primary" pending={save.pending}>
            {t("save")}
          </Button>
        </div>
      </form>
      <LookPreview look={look} texts={texts} />
    </div>
  )
}
