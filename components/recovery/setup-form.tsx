"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import type { FormEvent } from "react"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { CheckField } from "@/components/ui/checkbox"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { toast } from "@/components/ui/toast-store"
import { saveConnectingSetupAction } from "@/lib/recovery/connecting/setup/actions"
import { type ConnectingSetup, fetchable, setupFormData } from "@/lib/recovery/connecting/setup/schema"

type SetupFormProps = { environment: string; setup: ConnectingSetup | null }

const texts = ["companyName", "iconUrl", "logoUrl", "termsUrl"] as const
const periods = ["staleDays", "storageDays"] as const
const usual = { staleDays: 365, storageDays: 365 }

/** How Belvo's widget presents the operator, and what new links are made with. */
export function SetupForm({ environment, setup }: SetupFormProps) {
  const t = useTranslations("connect.setup")
  const router = useRouter()
  const save = useSubmit(
    (data: FormData) => saveConnectingSetupAction(environment, setupFormData(data)),
    () => {
      router.refresh()
      toast({ tone: "good", title: t("saved") })
    },
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    save.submit(new FormData(event.currentTarget))
  }
  const errors = save.failure?.fields
  return (
    <form method="post" onSubmit={submit} className="flex max-w-xl flex-col gap-4">
      <FailureBanner failure={save.failure} />
      {texts.map((name) => (
        <Field key={name} label={t(name)} hint={t(`hints.${name}`)} error={errors?.[name]} required>
          {(control) => <Input {...control} name={name} defaultValue={setup?.[name] ?? ""} autoComplete="off" />}
        </Field>
      ))}
      <Resources chosen={setup?.resources ?? ["ACCOUNTS", "OWNERS", "TRANSACTIONS"]} errors={errors?.resources} />
      {periods.map((name) => (
        <Field key={name} label={t(name)} hint={t(`hints.${name}`)} error={errors?.[name]} required>
          {(control) => (
            <Input
              {...control}
              name={name}
              type="number"
              min={1}
              max={365}
              defaultValue={setup?.[name] ?? usual[name]}
            />
          )}
        </Field>
      ))}
      <Field label={t("returnUrl")} hint={t("returnUrlHint")} error={errors?.returnUrl}>
        {(control) => <Input {...control} name="returnUrl" defaultValue={setup?.returnUrl ?? ""} autoComplete="off" />}
      </Field>
      <div>
        <Button type="submit" variant="primary" pending={save.pending}>
          {t("save")}
        </Button>
      </div>
    </form>
  )
}

type ResourcesProps = { chosen: readonly string[]; errors: readonly string[] | undefined }

function Resources({ chosen, errors }: ResourcesProps) {
  const t = useTranslations("connect.setup")
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">{t("resources")}</legend>
      <div className="grid gap-1 sm:grid-cols-2">
        {fetchable.map((one) => (
          <CheckField
            key={one}
            label={<code className="font-mono text-sm">{one}</code>}
            name="resources"
            value={one}
            defaultChecked={chosen.includes(one)}
          />
        ))}
      </div>
      {errors?.map((message) => (
        <p key={message} className="text-invalid-text text-sm">
          {message}
        </p>
      ))}
      <p className="text-faint text-sm">{t("resourcesHint")}</p>
    </fieldset>
  )
}
