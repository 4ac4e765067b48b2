"use client"

import { useLocale, useTimeZone, useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { OutcomeBadge } from "@/components/recovery/outcome-badge"
import { Banner } from "@/components/ui/banner"
import { useClock } from "@/components/ui/clock"
import { useTimeLeft } from "@/components/ui/use-time-left"
import { formatClock } from "@/lib/format"
import type { SessionView } from "@/lib/recovery/schema"
import { hourMs, toClock } from "@/lib/time"
import { useLink } from "./link-context"
import { useSession } from "./session-context"
import { SessionDialog } from "./session-dialog"
import { StandingDialog } from "./standing-dialog"

/** Says who repairs this link at the moment, until when, and what came of the last attempt. */
export function SessionBanner() {
  const { session, address } = useSession()
  const isNews = useIsNews(session)
  return (
    <>
      {session?.state === "open" && <OpenBanner session={session} />}
      {session !== null && isNews && <OutcomeBanner session={session} />}
      {address !== null && session !== null && <SessionDialog session={session} address={address} />}
      <StandingDialog />
    </>
  )
}

/** What came of a session is told for an hour, and only while the link still stands as it left it. */
function useIsNews(session: SessionView | null): boolean {
  const { link } = useLink()
  const now = useClock().getTime()
  if (session === null || session.settledAt === null) return false
  const isRecent = now - Date.parse(session.settledAt) < hourMs
  return isRecent && (session.state === "healed") === (link.status === "valid") && link.removedAt === null
}

function OpenBanner({ session }: { session: SessionView }) {
  const t = useTranslations("recovery")
  const { page } = useLink()
  const leftMs = useTimeLeft(session.expiresAt)
  const { openedBy } = session
  const whose = openedBy === null ? "visitor" : openedBy.id === page.memberId ? "mine" : "colleague"
  const title =
    leftMs > 0 ? t(`banner.${whose}`, { name: openedBy?.name ?? "", left: toClock(leftMs) }) : t("banner.last")
  return <Banner title={title}>{leftMs > 0 && t("banner.waiting")}</Banner>
}

function OutcomeBanner({ session }: { session: SessionView }) {
  const t = useTranslations("recovery.outcome")
  const locale = useLocale()
  const timeZone = useTimeZone() ?? "UTC"
  const { state } = session
  const status = (): ReactNode => <LinkStatusBadge status={session.statusAfter ?? session.statusBefore} />
  const at = session.settledAt === null ? "" : formatClock(locale, timeZone, new Date(session.settledAt))
  if (state === "open" || state === "replaced" || state === "connected") return null
  return (
    <Banner
      grade={state === "still_broken" || state === "failed" ? "warning" : "info"}
      title={t.rich(state, { status, at })}
      actions={<OutcomeBadge outcome={state === "healed" ? "repaired" : state} />}
    >
      {t(`detail.${state}`, { code: session.errorCode ?? "none" })}
    </Banner>
  )
}
