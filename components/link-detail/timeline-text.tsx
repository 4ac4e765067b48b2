"use client"

import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import type { TimelineItem } from "@/lib/link-pages/timeline/schema"

/** A line of the timeline in words. What we have no words for is shown in Belvo's. */
export function TimelineText({ item }: { item: TimelineItem }): ReactNode {
  const t = useTranslations("link.timeline")
  const name = item.actor ?? t("system")
  if (item.source === "event") return <EventText item={item} />
  if (item.source === "webhook") return <WebhookText item={item} />
  if (item.source === "note") return t("note", { name })
  if (item.source === "repair") return <RepairText item={item} />
  return <ActText item={item} name={name} />
}

const repairKinds = ["opened", "reopened", "replaced", "gave_up", "repaired", "healed", "expired", "revoked"] as const

/** What the customer did at a repair address, and what came of it. */
function RepairText({ item: { kind, cause } }: { item: TimelineItem }) {
  const t = useTranslations("link.timeline.repair")
  if (kind === "failed") return cause === null ? t("failedPlain") : t("failed", { code: cause })
  const known = repairKinds.find((one) => one === kind)
  return t(known ?? "other", { kind })
}

const eventKinds = [
  "appeared",
  "removed",
  "returned",
  "status",
  "access_mode",
  "refresh_rate",
  "external_id",
  "storage",
] as const
const causes = ["sweep", "webhook", "live", "session", "refresh", "deletion", "access_mode"] as const
const statuses = ["valid", "invalid", "token_required", "unconfirmed"] as const

function EventText({ item }: { item: TimelineItem }) {
  const t = useTranslations("link.timeline")
  const tStatus = useTranslations("status")
  const word = (value: string | null) => {
    const status = statuses.find((one) => one === value)
    return status ? tStatus(`${status}.label`) : (value ?? "—")
  }
  const kind = eventKinds.find((one) => one === item.kind)
  const cause = causes.find((one) => one === item.cause)
  return (
    <>
      {t(`event.${kind ?? "other"}`, { kind: item.kind, before: word(item.before), after: word(item.after) })}{" "}
      <span className="font-normal text-muted">{t(`cause.${cause ?? "other"}`, { cause: item.cause ?? "" })}</span>
    </>
  )
}

const webhooks: Record<
  string,
  | "invalid_credentials"
  | "token_required"
  | "link_deleted"
  | "historical_update"
  | "consent_expired"
  | "consent_about_to_expire"
> = {
  invalid_credentials: "invalid_credentials",
  token_required: "token_required",
  link_deleted: "link_deleted",
  historical_update: "historical_update",
  consent_expired: "consent_expired",
  openfinance_consent_expired: "consent_expired",
  openfinance_consent_about_to_expire: "consent_about_to_expire",
}

function WebhookText({ item }: { item: TimelineItem }) {
  const t = useTranslations("link.timeline.webhook")
  const isNewData = /^new_\w+_available$/.test(item.kind)
  const key = isNewData ? "new_data" : (webhooks[item.kind] ?? "other")
  return t(key, { type: item.cause ?? "", code: item.kind })
}

const acts = {
  "session.opened": "session_opened",
  "address.made": "address_made",
  "address.shown": "address_shown",
  "address.revoked": "address_revoked",
  "session.refused": "session_refused",
  "refresh.requested": "refresh_requested",
  "access_mode.requested": "access_mode_requested",
  "accounts.read": "accounts_read",
  "code.asked": "code_asked",
  "code.given": "code_given",
  "batch.refresh": "batch_refresh",
  "batch.access_mode": "batch_access_mode",
  "deletion.requested": "deletion_requested",
  "deletion.cancelled": "deletion_cancelled",
  "deletion.retried": "deletion_retried",
} as const

const isAct = (kind: string): kind is keyof typeof acts => Object.hasOwn(acts, kind)

function ActText({ item, name }: { item: TimelineItem; name: string }) {
  const t = useTranslations("link.timeline.act")
  const { kind, before, after } = item
  return t(isAct(kind) ? acts[kind] : "other", { name, action: kind, before: before ?? "—", after: after ?? "—" })
}
