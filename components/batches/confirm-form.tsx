"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { useDeed } from "@/components/batches/use-deed"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Lasting } from "@/components/ui/lasting"
import { Panel } from "@/components/ui/panel"
import { cancelBatchAction, confirmBatchAction } from "@/lib/batches/actions"
import type { Preview } from "@/lib/batches/preview/queries"
import { typedAbove } from "@/lib/batches/rules"
import type { BatchDeed } from "@/lib/batches/schema"
import { isNumberTyped } from "@/lib/links/selection/rules"
import { minuteMs } from "@/lib/time"

type ConfirmFormProps = {
  environment: string
  batchId: string
  deed: BatchDeed
  preview: Pick<Preview, "links" | "consents" | "seconds">
}

/** The last step before anything leaves: what it costs and means; of many links their number is typed. */
export function ConfirmForm({ environment, batchId, deed, preview }: ConfirmFormProps) {
  const t = useTranslations("batches.confirm")
  const router = useRouter()
  const sayDeed = useDeed()
  const [typed, setTyped] = useState("")
  const { links } = preview
  const confirm = useSubmit(
    () => confirmBatchAction(environment, { batchId, confirmation: typed }),
    () => router.refresh(),
  )
  const discard = useSubmit(
    () => cancelBatchAction(environment, { batchId }),
    () => router.push(`/${environment}/batches`),
  )
  const asksNumber = links > typedAbove
  const ready = links > 0 && (!asksNumber || isNumberTyped(typed.trim(), links))
  return (
    <Panel title={links > 0 ? t("title") : t("nothing")}>
      <div className="flex max-w-lg flex-col gap-4">
        <FailureBanner failure={confirm.failure ?? discard.failure} />
        {links > 0 && <Consequences deed={deed} preview={preview} />}
        {asksNumber && (
          <Field label={t("typeNumber", { count: links })} required>
            {(control) => (
              <Input {...control} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
            )}
          </Field>
        )}
        <div className="flex flex-wrap gap-2">
          <Button pending={discard.pending} onClick={() => discard.submit(undefined)}>
            {t("discard")}
          </Button>
          {links > 0 && (
            <Button
              variant="primary"
              disabled={!ready}
              pending={confirm.pending}
              onClick={() => confirm.submit(undefined)}
            >
              {sayDeed({ deed, links })}
            </Button>
          )}
        </div>
      </div>
    </Panel>
  )
}

function Consequences({ deed, preview: { links, consents, seconds } }: Pick<ConfirmFormProps, "deed" | "preview">) {
  const t = useTranslations("batches.confirm")
  const what = deed.kind === "refresh" ? "refresh" : deed.accessMode
  const least = () =>
    seconds < 60
      ? t("underMinute")
      : t.rich("about", { lasting: () => <Lasting ms={Math.ceil(seconds / 60) * minuteMs} /> })
  return (
    <ul className="list-disc pl-5">
      <li>{t(`meaning.${what}`, { count: links })}</li>
      <li>{t(`cost.${what}`, { count: links })}</li>
      {consents > 0 && what !== "single" && <li>{t("consents", { count: consents })}</li>}
      <li>{t.rich("pace", { count: links, least })}</li>
      <li>{t("stoppable")}</li>
    </ul>
  )
}
