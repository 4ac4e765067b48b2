"use client"

import { useTranslations } from "next-intl"
import { Freshness } from "@/components/shell/freshness"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import { refreshMirrorStatus, useMirrorStatus } from "@/components/sync/status-store"
import { toast } from "@/components/ui/toast-store"
import { requestSweepAction } from "@/lib/sync/actions"
import type { ShellStatus } from "@/lib/sync/progress/schema"

type LiveFreshnessProps = { environment: string; initial: ShellStatus; maySync: boolean }

/** How old the mirror is, kept up to date; a click starts a sweep where the role may. */
export function LiveFreshness({ environment, initial, maySync }: LiveFreshnessProps) {
  const t = useTranslations("sync")
  const { syncedAt, freshAt, running } = useMirrorStatus(environment, initial)
  const call = useCall()
  const sync = async () => {
    const result = await call(() => requestSweepAction(environment, {}))
    refreshMirrorStatus(environment)
    const show = { label: t("show"), href: `/${environment}/sync` }
    if (result.ok) toast({ title: t("started"), action: show })
    else tellFailure(result, { action: show })
  }
  const shown = { syncedAt, freshAt, running }
  return maySync ? <Freshness {...shown} onSync={sync} /> : <Freshness {...shown} />
}
