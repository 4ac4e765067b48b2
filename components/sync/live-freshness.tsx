"use client"

import { useTranslations } from "next-intl"
import { Freshness } from "@/components/shell/freshness"
import { refreshMirrorStatus, useMirrorStatus } from "@/components/sync/status-store"
import { toast } from "@/components/ui/toast-store"
import { requestSweepAction } from "@/lib/sync/actions"
import type { MirrorStatus } from "@/lib/sync/queries"

type LiveFreshnessProps = { environment: string; initial: MirrorStatus; maySync: boolean }

/** How old the mirror is, kept up to date; a click starts a sweep where the role may. */
export function LiveFreshness({ environment, initial, maySync }: LiveFreshnessProps) {
  const t = useTranslations("sync")
  const { syncedAt, running } = useMirrorStatus(environment, initial)
  const sync = async () => {
    const result = await requestSweepAction(environment, {})
    refreshMirrorStatus(environment)
    const show = { label: t("show"), href: `/${environment}/sync` }
    if (result.ok) toast({ title: t("started"), action: show })
    else toast({ tone: "bad", title: result.message, detail: result.requestId, action: show })
  }
  const shown = { syncedAt: syncedAt?.toISOString() ?? null, running }
  return maySync ? <Freshness {...shown} onSync={sync} /> : <Freshness {...shown} />
}
