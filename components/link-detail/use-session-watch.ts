"use client"

import { useLocale, useTimeZone, useTranslations } from "next-intl"
import { useState } from "react"
import { toast } from "@/components/ui/toast-store"
import { formatClock } from "@/lib/format"
import { type SessionView, sessionView } from "@/lib/recovery/schema"
import { useLink } from "./link-context"
import { usePoll } from "./use-poll"

/** Follows an open session, and says once what has become of it. Asks our server, never Belvo. */
export function useSessionWatch(known: SessionView | null): SessionView | null {
  const { environment, observeStatus, refresh } = useLink()
  const [heard, setHeard] = useState<SessionView | null>(null)
  const tell = useTelling()
  const session = heard !== null && heard.id === known?.id && known.state === "open" ? heard : known
  usePoll(session?.state === "open" ? `/api/${environment}/sessions/${session.id}` : null, (json) => {
    const parsed = sessionView.safeParse(json)
    if (!parsed.success || parsed.data.state === "open") return
    setHeard(parsed.data)
    const { statusAfter, settledAt } = parsed.data
    if (statusAfter !== null && settledAt !== null) observeStatus(statusAfter, new Date(settledAt))
    tell(parsed.data)
    refresh()
  })
  return session
}

function useTelling() {
  const t = useTranslations("recovery.outcome")
  const locale = useLocale()
  const timeZone = useTimeZone() ?? "UTC"
  return ({ state, settledAt }: SessionView) => {
    if (state !== "healed") return
    const at = formatClock(locale, timeZone, settledAt === null ? new Date() : new Date(settledAt))
    toast({ tone: "good", title: t("healed", { at }), detail: t("detail.healed") })
  }
}
