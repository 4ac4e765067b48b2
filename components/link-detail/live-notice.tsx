"use client"

import { RotateCw } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Button } from "@/components/ui/button"
import { Time } from "@/components/ui/time"
import { listDifferences } from "@/lib/link-pages/rules"
import { useLink } from "./link-context"
import { type LiveState, useLiveReading } from "./use-live-reading"

/** Asks Belvo as soon as the link is shown, and says how what the mirror had compares. */
export function LiveNotice() {
  const { page } = useLink()
  return page.may.live ? <LiveLine /> : <MirrorLine />
}

function MirrorLine() {
  const t = useTranslations("link.live")
  const { link } = useLink()
  return <p className="text-faint text-sm">{t.rich("mirror", { age: () => <Time at={link.observedAt} /> })}</p>
}

function LiveLine() {
  const t = useTranslations("link.live")
  const { state, ask } = useLiveReading()
  const canAsk = state.phase !== "asking" && state.phase !== "queued"
  return (
    <div role="status" className="flex min-h-7 flex-wrap items-center gap-x-2 text-faint text-sm">
      <LiveText state={state} />
      {canAsk && (
        <Button
          variant="ghost"
          size="sm"
          icon={<RotateCw />}
          aria-label={t("again")}
          data-tip={t("again")}
          onClick={ask}
        />
      )}
    </div>
  )
}

function LiveText({ state }: { state: LiveState }) {
  const t = useTranslations("link.live")
  const tStatus = useTranslations("status")
  const { link, page } = useLink()
  const before = page.link
  const age = (at: Date) => ({ age: (): ReactNode => <Time at={at} /> })
  if (state.phase === "resting") return <span>{t.rich("mirror", age(link.observedAt))}</span>
  if (state.phase === "asking") return <span>{t("asking")}</span>
  if (state.phase === "queued") return <span>{t.rich("queued", age(link.observedAt))}</span>
  if (state.phase === "failed") {
    return (
      <span className="text-invalid-text" data-tip={state.message}>
        {t.rich("failed", age(link.observedAt))} {state.message}
      </span>
    )
  }
  if (link.removedAt !== null) return <span className="text-ink">{t.rich("gone", age(state.at))}</span>
  const differences = listDifferences(before, link)
  if (differences.length === 0) return <span>{t.rich("same", age(state.at))}</span>
  if (!differences.includes("status")) {
    return <span className="text-ink">{t.rich("changed", { count: differences.length, ...age(state.at) })}</span>
  }
  const label = (status: string) => (isNamed(status) ? tStatus(`${status}.label`) : status)
  const said = before.removedAt === null ? label(before.status) : tStatus("removed.label")
  return (
    <span className="text-ink">
      {t.rich("status", { now: label(link.status), before: said, ...age(before.observedAt) })}
    </span>
  )
}

const named = ["valid", "invalid", "token_required", "unconfirmed"] as const
const isNamed = (status: string): status is (typeof named)[number] => named.some((one) => one === status)
