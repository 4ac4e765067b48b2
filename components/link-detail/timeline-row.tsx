"use client"

import { CircleDot, type LucideIcon, NotebookPen, UserRound, Webhook, Wrench } from "lucide-react"
import { useTranslations } from "next-intl"
import { Badge, type Tone } from "@/components/ui/badge"
import { Id } from "@/components/ui/id"
import { Time } from "@/components/ui/time"
import type { TimelineItem, TimelineSource } from "@/lib/link-pages/timeline/schema"
import { TimelineText } from "./timeline-text"

const icons: Record<TimelineSource, LucideIcon> = {
  event: CircleDot,
  webhook: Webhook,
  act: UserRound,
  note: NotebookPen,
  repair: Wrench,
}

/** One line: when, what, by whom or why, and the request id to quote to Belvo. */
export function TimelineRow({ item }: { item: TimelineItem }) {
  const t = useTranslations("link.timeline")
  const Icon = icons[item.source]
  return (
    <li className="grid grid-cols-[88px_16px_minmax(0,1fr)] gap-x-2 border-line border-b py-1.5 last:border-b-0">
      <span className="text-right text-muted text-sm">
        <Time at={item.at} />
      </span>
      <Icon aria-hidden className="mt-[3px] size-3.5 text-faint" />
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2">
          <span className={item.source === "event" ? "font-medium" : ""}>
            <TimelineText item={item} />
          </span>
          {item.state !== null && item.source === "act" && <State state={item.state} />}
          {item.state !== null && item.source === "event" && (
            <Badge tone="token">{item.state === "late" ? t("missed.late") : t("missed.missed")}</Badge>
          )}
        </div>
        {item.text === "" && <p className="text-faint text-sm">{t("blanked")}</p>}
        {item.text !== null && item.text !== "" && (
          <p className="whitespace-pre-line break-words rounded-sm bg-sunken px-2 py-1">{item.text}</p>
        )}
        {item.ticket !== null && <p className="text-muted text-sm">{t("ticket", { ticket: item.ticket })}</p>}
        {item.requestId !== null && (
          <p className="flex items-center gap-1 text-faint text-sm">
            {t("request")} <Id value={item.requestId} />
          </p>
        )}
      </div>
    </li>
  )
}

const states = {
  open: "accent",
  healed: "valid",
  expired: "neutral",
  still_broken: "invalid",
  gave_up: "neutral",
  connected: "valid",
  replaced: "neutral",
  requested: "accent",
  accepted: "accent",
  cooling_down: "neutral",
  token_required: "token",
  gone: "removed",
  failed: "invalid",
  unknown: "unknown",
  sent: "accent",
  done: "removed",
  already_gone: "removed",
  cancelled: "neutral",
  address_open: "accent",
  address_visiting: "accent",
  address_repaired: "valid",
  address_healed: "valid",
  address_expired: "neutral",
  address_revoked: "neutral",
} as const satisfies Record<string, Tone>

const isState = (state: string): state is keyof typeof states => Object.hasOwn(states, state)

function State({ state }: { state: string }) {
  const t = useTranslations("link.timeline.state")
  return isState(state) ? <Badge tone={states[state]}>{t(state)}</Badge> : <Badge>{state}</Badge>
}
