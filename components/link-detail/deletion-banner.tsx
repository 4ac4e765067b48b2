"use client"

import Link from "next/link"
import { useLocale, useTimeZone, useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast-store"
import { useTimeLeft } from "@/components/ui/use-time-left"
import { cancelDeletionAction, retryDeletionAction } from "@/lib/deletions/actions"
import { isUnderWay } from "@/lib/deletions/rules"
import { type DeletionView, deletionView } from "@/lib/deletions/schema"
import { formatInstant } from "@/lib/format"
import { toClock } from "@/lib/time"
import { useLink } from "./link-context"
import { useAct } from "./use-act"
import { usePoll } from "./use-poll"

/** How far a deletion has come: held and can be undone, on its way, done, or failed and can be sent again. */
export function DeletionBanner() {
  const { deletion } = useLink()
  useDeletionWatch(deletion)
  if (deletion === null || deletion.state === "cancelled") return null
  if (deletion.state === "requested") return <HeldBanner deletion={deletion} />
  if (deletion.state === "failed") return <FailedBanner deletion={deletion} />
  return <UnderWayBanner deletion={deletion} />
}

/** Follows a deletion that is under way. Asks our server, never Belvo. */
function useDeletionWatch(deletion: DeletionView | null) {
  const t = useTranslations("deletions")
  const { environment, observeDeletion, refresh } = useLink()
  const isWatched = deletion !== null && isUnderWay(deletion.state)
  usePoll(isWatched ? `/api/${environment}/deletions/${deletion.id}` : null, (json) => {
    const parsed = deletionView.safeParse(json)
    if (!parsed.success || parsed.data.state === deletion?.state) return
    observeDeletion(parsed.data)
    if (parsed.data.state === "done") toast({ title: t("done") })
    refresh()
  })
}

function HeldBanner({ deletion }: { deletion: DeletionView }) {
  const t = useTranslations("deletions")
  const { environment, page, observeDeletion, refresh } = useLink()
  const { pending, act } = useAct()
  const leftMs = useTimeLeft(deletion.heldUntil)
  const undo = async () => {
    const cancelled = await act(() => cancelDeletionAction(environment, { deletionId: deletion.id }))
    if (cancelled) {
      observeDeletion(cancelled)
      toast({ title: t("cancelled") })
    }
    refresh()
  }
  const { name } = deletion.requestedBy
  const awaits = deletion.requestState === "awaiting_approval"
  const leaves = leftMs > 0 ? t("banner.requested", { name, left: toClock(leftMs) }) : t("banner.leaving")
  return (
    <Banner
      grade="warning"
      title={awaits ? t("banner.awaiting", { name }) : leaves}
      actions={
        page.may.remove && (
          <Button pending={pending} onClick={undo}>
            {t("banner.undo")}
          </Button>
        )
      }
    >
      {t("banner.reason", { reason: deletion.reason })} <RequestLink deletion={deletion} />
    </Banner>
  )
}

function RequestLink({ deletion }: { deletion: DeletionView }) {
  const t = useTranslations("deletions.banner")
  const { environment } = useLink()
  return (
    <Link href={`/${environment}/deletions/${deletion.requestId}`} prefetch={false} className="underline">
      {t("seeRequest")}
    </Link>
  )
}

function UnderWayBanner({ deletion }: { deletion: DeletionView }) {
  const t = useTranslations("deletions.banner")
  const locale = useLocale()
  const timeZone = useTimeZone() ?? "UTC"
  const at = deletion.settledAt === null ? "" : formatInstant(locale, timeZone, new Date(deletion.settledAt))
  const titles = { sent: t("sent"), accepted: t("accepted"), done: t("done", { at }), already_gone: t("alreadyGone") }
  const { state } = deletion
  if (state !== "sent" && state !== "accepted" && state !== "done" && state !== "already_gone") return null
  return (
    <Banner title={titles[state]}>
      {t("reason", { reason: deletion.reason })} <RequestLink deletion={deletion} />
    </Banner>
  )
}

function FailedBanner({ deletion }: { deletion: DeletionView }) {
  const t = useTranslations("deletions")
  const { environment, page, observeDeletion, refresh } = useLink()
  const { pending, act } = useAct()
  const code = deletion.failure?.code ?? ""
  const retry = async () => {
    const again = await act(() => retryDeletionAction(environment, { deletionId: deletion.id }))
    if (again) {
      observeDeletion(again)
      toast({ title: t("retried") })
    }
    refresh()
  }
  return (
    <Banner
      grade="danger"
      title={t("banner.failed")}
      actions={
        page.may.remove && (
          <Button pending={pending} onClick={retry}>
            {t("banner.retry")}
          </Button>
        )
      }
    >
      {code === "still_there" && t("banner.stillThere")}
      {code === "unclear" && t("banner.unclear")}
      {code !== "still_there" && code !== "unclear" && t("banner.failedWhy", { code })}{" "}
      {deletion.failure?.requestId && <code className="font-mono text-sm">{deletion.failure.requestId}</code>}
    </Banner>
  )
}
