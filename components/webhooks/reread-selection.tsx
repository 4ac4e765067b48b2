"use client"

import { RotateCw } from "lucide-react"
import { useTranslations } from "next-intl"
import type { Selection } from "@/components/data-table/selection"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast-store"
import { rereadWebhooksAction } from "@/lib/webhooks/actions"
import { mostAtOnce, type WebhookSelection } from "@/lib/webhooks/schema"

type RereadSelectionProps = {
  environment: string
  selection: Selection
  all: { filter: Extract<WebhookSelection, { filter: unknown }>["filter"]; snapshotAt: string }
  onDone: () => void
}

/** The links of the webhooks selected, or of all that match, are read again: each once. */
export function RereadSelection({ environment, selection, all, onDone }: RereadSelectionProps) {
  const t = useTranslations("webhooks")
  const call = useCall()
  const reread = useSubmit(
    async (chosen: WebhookSelection) => {
      const result = await call(() => rereadWebhooksAction(environment, chosen))
      if (!result.ok) tellFailure(result)
      return result
    },
    ({ links }) => {
      toast({ title: t("askedMany", { links }) })
      onDone()
    },
  )
  if (selection.kind === "none") return null
  const tooMany = selection.kind === "matching" && !selection.exact
  const submit = () =>
    reread.submit(
      selection.kind === "rows" ? { eventIds: [...selection.ids] } : { ...all, expectedCount: selection.count },
    )
  return (
    <Button
      icon={<RotateCw />}
      pending={reread.pending}
      disabled={tooMany}
      onClick={submit}
      {...(tooMany ? { "data-tip": t("tooMany", { most: mostAtOnce }) } : {})}
    >
      {t("again")}
    </Button>
  )
}
