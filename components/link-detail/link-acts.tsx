"use client"

import Link from "next/link"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { useClock } from "@/components/ui/clock"
import { useShortcut } from "@/components/ui/shortcuts"
import { isUnderWay } from "@/lib/deletions/rules"
import { isOpenFinanceBrazil, statusMeaning } from "@/lib/links/rules"
import { addDays, toDay } from "@/lib/time"
import { AddressButton } from "./address-button"
import { ConsentButton } from "./consent-button"
import { CreationDialog } from "./creation-dialog"
import { useLink } from "./link-context"
import { MfaButton } from "./mfa-button"
import { MoreMenu } from "./more-menu"
import { RefreshButton } from "./refresh-button"
import { useSession } from "./session-context"

/** What can be done about the link, the most helpful first. What the member's role may not do is not there. */
export function LinkActs() {
  const t = useTranslations("link")
  const { page, link, deletion } = useLink()
  const isLeaving = deletion !== null && isUnderWay(deletion.state)
  const canAct = link.removedAt === null && !isLeaving
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <fieldset aria-label={t("actsLabel")} className="flex flex-wrap items-center gap-2">
        {canAct && page.may.session && <RepairActs />}
        {canAct && page.may.refresh && <RefreshButton />}
        <MoreMenu canAct={canAct} />
      </fieldset>
      <Incident />
    </div>
  )
}

/** The way back to `valid`, by what the link needs. */
function RepairActs() {
  const { link } = useLink()
  const meaning = statusMeaning(link)
  if (meaning === "valid") return null
  if (isOpenFinanceBrazil(link.institution)) {
    return (
      <>
        <ConsentButton />
        <AddressButton />
      </>
    )
  }
  return (
    <>
      <OpenButton />
      <AddressButton />
      {meaning === "token_required" && <MfaButton />}
      {meaning === "unconfirmed" && <CreationButton />}
    </>
  )
}

/** Whoever began the connection may hold its session; without one the customer finishes it, or connects anew. */
function CreationButton() {
  const t = useTranslations("recovery.creation")
  const [open, setOpen] = useState(false)
  useShortcut("m", t("button"), () => setOpen(true))
  return (
    <>
      <Button aria-keyshortcuts="m" onClick={() => setOpen(true)}>
        {t("button")}
      </Button>
      {open && <CreationDialog onClose={() => setOpen(false)} />}
    </>
  )
}

/** On a phone, so that what is left of the acts stays together. */
const ownLine = "max-sm:w-full"

function OpenButton() {
  const t = useTranslations("recovery")
  const { session, address, opening, open, setShowsAddress } = useSession()
  if (address !== null) {
    return (
      <Button variant="primary" className={ownLine} onClick={() => setShowsAddress(true)}>
        {t("showAddress")}
      </Button>
    )
  }
  return (
    <Button
      variant={session?.state === "open" ? "secondary" : "primary"}
      className={ownLine}
      pending={opening}
      onClick={() => open()}
    >
      {opening ? t("opening") : session?.state === "open" ? t("another") : t("open")}
    </Button>
  )
}

/** When many broke at once it is the bank, and the agent should say so to the customer. */
function Incident() {
  const t = useTranslations("link")
  const { page, link, environment } = useLink()
  const since = addDays(toDay(useClock()), -1)
  if (page.brokenToday === 0) return null
  const query = `institution=${link.institution}&status=invalid,token_required,unconfirmed&statusFrom=${since}`
  return (
    <Link href={`/${environment}/links?${query}`} prefetch={false} className="text-accent-text hover:underline">
      {t("broken", { count: page.brokenToday })}
    </Link>
  )
}
