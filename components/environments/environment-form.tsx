"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import type { FormEvent } from "react"
import { DeletionFields } from "@/components/environments/deletion-fields"
import { ScheduleFields } from "@/components/environments/schedule-fields"
import { SettingsFields } from "@/components/environments/settings-fields"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast-store"
import type { Load } from "@/lib/environments/schedule/rules"
import { deletionFormData, environmentFormData, scheduleFormData } from "@/lib/environments/schema"
import type { EnvironmentSettings } from "@/lib/environments/settings/queries"
import { updateEnvironmentAction } from "@/lib/sync/schedule/actions"

type EnvironmentFormProps = { environment: EnvironmentSettings; load: Load }

export function EnvironmentForm({ environment, load }: EnvironmentFormProps) {
  const t = useTranslations("environments")
  const router = useRouter()
  const save = useSubmit(
    (data: FormData) =>
      updateEnvironmentAction(environment.slug, {
        ...environmentFormData(data),
        ...scheduleFormData(data),
        ...deletionFormData(data),
      }),
    () => {
      router.refresh()
      toast({ title: t("saved", { name: environment.name }) })
    },
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    save.submit(new FormData(event.currentTarget))
  }
  return (
    <form method="post" onSubmit={submit} className="flex max-w-lg flex-col gap-4">
      <FailureBanner failure={save.failure} />
      <SettingsFields initial={environment} errors={save.failure?.fields} />
      <ScheduleFields initial={environment} load={load} errors={save.failure?.fields} />
      <DeletionFields initial={environment} errors={save.failure?.fields} />
      <div>
        <Button type="submit" pending={save.pending}>
          {t("save")}
        </Button>
      </div>
    </form>
  )
}
