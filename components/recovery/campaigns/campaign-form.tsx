"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { type FormEvent, type ReactNode, useState } from "react"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input, Textarea } from "@/components/ui/input"
import { Panel } from "@/components/ui/panel"
import { Select } from "@/components/ui/select"
import { type CreateCampaignForm, standardSettings, waveChoices } from "@/lib/recovery/campaigns/schema"
import { sendCampaign } from "./send-campaign"

type CampaignFormProps = {
  environment: string
  /** What the list of links showed, and when; null: ids are pasted instead. */
  choice: { query: string; count: number; exact: boolean; readAt: string } | null
  /** The filters in force, to be changed. */
  filters?: ReactNode
}

/** Settles whom a campaign asks and how; sends nothing to anybody. */
export function CampaignForm({ environment, choice, filters }: CampaignFormProps) {
  const t = useTranslations("campaigns.form")
  const router = useRouter()
  const { submit, pending, failure } = useSubmit(
    (data: CreateCampaignForm) => sendCampaign(environment, data),
    ({ campaignId }) => router.push(`/${environment}/recovery/campaigns/${campaignId}`),
  )
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    submit(read(new FormData(event.currentTarget), choice))
  }
  return (
    <form className="flex max-w-3xl flex-col gap-4" onSubmit={send}>
      <FailureBanner failure={failure} />
      <Panel title={t("whom")}>
        <div className="flex flex-col gap-3">{choice === null ? <PastedIds /> : filters}</div>
      </Panel>
      <Settings errors={failure?.fields} />
      <div>
        <Button type="submit" variant="primary" pending={pending} disabled={choice?.count === 0}>
          {t("preview")}
        </Button>
        <p className="mt-1 text-faint text-sm">{t("previewHint")}</p>
      </div>
    </form>
  )
}

function read(data: FormData, choice: CampaignFormProps["choice"]): CreateCampaignForm {
  const text = (name: string) => String(data.get(name) ?? "")
  const { query = "", count = 0, exact = false, readAt = "" } = choice ?? {}
  return {
    settings: {
      ...{ name: text("name"), validDays: text("validDays"), askedWithinDays: text("askedWithinDays") },
      ...{ heldOutPercent: text("heldOutPercent"), waveMinutes: text("waveMinutes"), stopPercent: text("stopPercent") },
    },
    choice:
      choice === null
        ? { kind: "ids", text: text("text") }
        : { kind: "links", params: query.replace(/^\?/, ""), expectedCount: count, exact, snapshotAt: readAt },
  }
}

function PastedIds() {
  const t = useTranslations("campaigns.form")
  const [lines, setLines] = useState(0)
  return (
    <Field label={t("paste")} hint={t("pasteHint", { count: lines })} required>
      {(control) => (
        <Textarea
          {...control}
          name="text"
          rows={10}
          spellCheck={false}
          autoComplete="off"
          className="font-mono text-sm"
          onChange={(event) => setLines(countLines(event.target.value))}
        />
      )}
    </Field>
  )
}

const countLines = (text: string): number => (text === "" ? 0 : text.replace(/\n+$/, "").split("\n").length)

type SettingsProps = { errors: Record<string, string[]> | undefined }

function Settings({ errors = {} }: SettingsProps) {
  const t = useTranslations("campaigns.form")
  return (
    <Panel title={t("how")}>
      <div className="grid gap-4 md:grid-cols-2">
        <div className="md:col-span-2">
          <Field label={t("name")} hint={t("nameHint")} error={errors.name} required>
            {(control) => <Input {...control} name="name" maxLength={80} autoComplete="off" />}
          </Field>
        </div>
        <Amount name="validDays" least={1} most={30} errors={errors} />
        <Amount name="askedWithinDays" least={0} most={90} errors={errors} />
        <Amount name="heldOutPercent" least={0} most={50} errors={errors} />
        <Amount name="stopPercent" least={5} most={100} errors={errors} />
        <Field label={t("waveMinutes")} hint={t("waveMinutesHint")} error={errors.waveMinutes}>
          {(control) => (
            <Select {...control} name="waveMinutes" defaultValue={standardSettings.waveMinutes}>
              {waveChoices.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {t(`waves.${minutes}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
    </Panel>
  )
}

type AmountProps = {
  name: "validDays" | "askedWithinDays" | "heldOutPercent" | "stopPercent"
  least: number
  most: number
  errors: Record<string, string[]>
}

function Amount({ name, least, most, errors }: AmountProps) {
  const t = useTranslations("campaigns.form")
  return (
    <Field label={t(name)} hint={t(`hints.${name}`)} error={errors[name]} required>
      {(control) => (
        <Input {...control} type="number" name={name} min={least} max={most} defaultValue={standardSettings[name]} />
      )}
    </Field>
  )
}
