"use client"

import { useLocale, useTimeZone, useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Banner } from "@/components/ui/banner"
import { formatClock } from "@/lib/format"
import type { SessionView } from "@/lib/recovery/schema"
import { toClock } from "@/lib/time"
import { useLink } from "./link-context"
import { useSession } from "./session-context"
import { SessionDialog } from "./session-dialog"
import { StandingDialog } from "./standing-dialog"
import { useTimeLeft } from "./use-time-left"

/** Says who repairs this link at the moment, until when, and what came of the last attempt. */
export function SessionBanner() {
  const { session, address } = useSession()
  const { link } = useLink()
  // What came of a session is news only until the link has moved on.
  const isNews =
    session?.settledAt !== null && session !== null && Date.parse(session.settledAt) >= link.statusSince.getTime()
  return (
    <>
      {session?.state === "open" && <OpenBanner session={session} />}
      {session !== null && session.state !== "open" && isNews && <OutcomeBanner session={session} />}
      {address !== null && session !== null && <SessionDialog session={session} address={address} />}
      <StandingDialog />
    </>
  )
}

function OpenBanner({ session }: { session: SessionView }) {
  const t = useTranslations("recovery")
  const { page } = useLink()
  const leftMs = useTimeLeft(session.expiresAt)
  const whose = session.openedBy.id === page.memberId ? "mine" : "colleague"
  const title =
    leftMs > 0 ? t(`banner.${whose}`, { name: session.openedBy.name, left: toClock(leftMs) }) : t("banner.last")
  return <Banner title={title}>{leftMs > 0 && t("banner.waiting")}</Banner>
}

function OutcomeBanner({ session }: { session: SessionView }) {
  const t = useTranslations("recovery.outcome")
  const locale = useLocale()
  const timeZone = useTimeZone() ?? "UTC"
  const { state } = session
  const status = (): ReactNode => <LinkStatusBadge status={session.statusAfter ?? session.statusBefore} />
  const at = session.settledAt === null ? "" : formatClock(locale, timeZone, new Date(session.settledAt))
  if (state === "open" || state === "replaced") return null
  return (
    <Banner grade={state === "still_broken" ? "warning" : "info"} title={t.rich(state, { status, at })}>
      {t(`detail.${state}`)}
    </Banner>
  )
}
