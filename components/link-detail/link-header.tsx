"use client"

import Link from "next/link"
import { useTranslations } from "next-intl"
import { LinkFlag } from "@/components/links/link-flag-badge"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { useClock } from "@/components/ui/clock"
import { CopyButton } from "@/components/ui/copy-button"
import { Time } from "@/components/ui/time"
import { nextStep, statusMeaning } from "@/lib/links/rules"
import { dayMs } from "@/lib/time"
import { userPath } from "@/lib/users/schema"
import { useLink } from "./link-context"
import { LiveNotice } from "./live-notice"

/** Whose link it is, at which bank, how it stands and since when, what that means and who must act. */
export function LinkHeader({ heading: Heading }: { heading: "h1" | "h2" }) {
  const t = useTranslations("link")
  const tStatus = useTranslations("status")
  const { page, link, environment } = useLink()
  const user = link.externalId === null ? null : userPath(environment, link.externalId)
  const meaning = statusMeaning(link)
  const consented = nextStep(link).step === "renewConsent"
  return (
    <header className="flex flex-col gap-2">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1">
        <div className="min-w-0">
          <div className="flex min-w-0 items-center gap-1">
            <Heading className="truncate font-semibold text-xl tracking-tight">
              {link.externalId ?? <span className="text-muted">{t("unnamed")}</span>}
            </Heading>
            {link.externalId !== null && <CopyButton text={link.externalId} />}
            {user !== null && (
              <Link href={user} prefetch={false} className="shrink-0 text-accent-text hover:underline">
                {t("user")}
              </Link>
            )}
          </div>
          <p className="flex flex-wrap items-center gap-2 text-muted">
            {page.institution.displayName ?? link.institution}
            <Flags />
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-x-2">
          <LinkStatusBadge status={link.status} removed={link.removedAt !== null} size="lg" />
          <span className="text-muted">
            <Since at={link.removedAt ?? link.statusSince} />
          </span>
        </div>
      </div>
      <p>
        {tStatus(`${meaning}.meaning`)}{" "}
        <span className="text-muted">{consented ? t("consentNext") : tStatus(`${meaning}.next`)}</span>
      </p>
      <LiveNotice />
    </header>
  )
}

/** A duplicate leads to the others of its login, an orphan to those of its institution. */
function Flags() {
  const { page, link, environment } = useLink()
  const { duplicate, orphan, group } = page.flags
  if (link.removedAt !== null) return null
  return (
    <>
      {duplicate && (
        <Link href={`/${environment}/duplicates${group ? `/${group}` : ""}`} prefetch={false}>
          <LinkFlag flag="duplicate" />
        </Link>
      )}
      {orphan && (
        <Link href={`/${environment}/orphans?institution=${link.institution}`} prefetch={false}>
          <LinkFlag flag="orphan" />
        </Link>
      )}
    </>
  )
}

/** The hour of today's, the day of older ones, and how long it has been. */
function Since({ at }: { at: Date }) {
  const t = useTranslations("link")
  const isToday = useClock().getTime() - at.getTime() < dayMs
  return t.rich("since", {
    at: () => <Time at={at} show={isToday ? "clock" : "date"} />,
    age: () => <Time at={at} />,
  })
}
