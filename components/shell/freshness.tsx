"use client"

import { RefreshCw } from "lucide-react"
import { useLocale, useTimeZone, useTranslations } from "next-intl"
import { useTransition } from "react"
import { Button } from "@/components/ui/button"
import { cn } from "@/components/ui/cn"
import { Time } from "@/components/ui/time"
import { formatInstant } from "@/lib/format"

type FreshnessProps = {
  /** The last complete sweep; null where there was none. */
  syncedAt: Date | null
  /** When new and broken links were last read. */
  freshAt: Date | null
  running?: boolean
  /** Absent where the role may not start one. */
  onSync?: () => Promise<unknown>
}

/** How old the mirror is; a click starts a sweep. */
export function Freshness({ syncedAt, freshAt, running = false, onSync }: FreshnessProps) {
  const t = useTranslations("shell.freshness")
  const locale = useLocale()
  const timeZone = useTimeZone() ?? "UTC"
  const [pending, start] = useTransition()
  const busy = running || pending
  const words = (
    <span className="hidden text-muted lg:inline">
      {busy
        ? t("running")
        : syncedAt === null
          ? t("never")
          : t.rich("age", {
              age: () => <Time at={syncedAt} />,
              fresh: () => <Time at={freshAt} />,
              more: (words) => <span className="hidden xl:inline">{words}</span>,
            })}
    </span>
  )
  const say = (at: Date | null) => (at ? formatInstant(locale, timeZone, at) : "—")
  const tip = t("tip", { at: say(syncedAt), fresh: say(freshAt) })
  const icon = <RefreshCw className={cn(busy && "animate-spin")} />
  if (onSync === undefined) return <span data-tip={tip}>{words}</span>
  return (
    <Button
      variant="ghost"
      data-tip={`${t("sync")}\n${tip}`}
      disabled={busy}
      icon={icon}
      onClick={() => start(async () => void (await onSync()))}
    >
      {words}
      <span className="sr-only">{t("sync")}</span>
    </Button>
  )
}
