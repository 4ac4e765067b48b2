"use client"

import { RefreshCw, Repeat } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useTransition } from "react"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import { Button } from "@/components/ui/button"
import { Menu } from "@/components/ui/menu"
import { createBatchAction } from "@/lib/batches/actions"
import type { BatchDeed } from "@/lib/batches/schema"
import type { LinkChoice } from "@/lib/links/selection/schema"

type BatchActionsProps = {
  environment: string
  selection: LinkChoice
  may: { refresh: boolean; accessMode: boolean }
}

/** Freezes the choice and leads to what it would do and cost; nothing is asked of Belvo before that page is confirmed. */
export function BatchActions({ environment, selection, may }: BatchActionsProps) {
  const t = useTranslations("links.selection")
  const router = useRouter()
  const call = useCall()
  const [pending, start] = useTransition()
  const choose = (deed: BatchDeed) =>
    start(async () => {
      const draft = await call(() => createBatchAction(environment, { deed, selection }))
      if (!draft.ok) return tellFailure(draft)
      router.push(`/${environment}/batches/${draft.data.id}`)
    })
  const modes = (["recurrent", "single"] as const).map((accessMode) => ({
    ...{ id: accessMode, label: t(accessMode) },
    onSelect: () => choose({ kind: "access_mode", accessMode }),
  }))
  return (
    <>
      {may.refresh && (
        <Button icon={<RefreshCw />} pending={pending} onClick={() => choose({ kind: "refresh" })}>
          {t("refresh")}
        </Button>
      )}
      {may.accessMode && (
        <Menu
          label={t("accessMode")}
          items={modes}
          trigger={(props) => (
            <Button {...props} icon={<Repeat />} pending={pending}>
              {t("accessMode")}
            </Button>
          )}
        />
      )}
    </>
  )
}
