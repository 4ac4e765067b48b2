import { useTranslations } from "next-intl"
import { Badge, type Tone } from "@/components/ui/badge"
import { type EventKind, eventKinds } from "@/lib/history/schema"
import type { Caused, InboxRow } from "@/lib/webhooks/inbox/queries"
import { type InboxFilter, inboxFilters } from "@/lib/webhooks/schema"

const tones: Record<InboxFilter, Tone> = {
  waiting: "token",
  changed: "accent",
  unchanged: "neutral",
  gone: "removed",
  unknown_link: "unknown",
  failed: "invalid",
  no_link: "neutral",
  unreadable: "invalid",
}

/** What came of a webhook, and what changed by it. */
export function WebhookOutcome({ row }: { row: Pick<InboxRow, "outcome" | "caused"> }) {
  const t = useTranslations("webhooks")
  const known = inboxFilters.find((one) => one === row.outcome)
  return (
    <div className="flex flex-col items-start gap-1">
      {known ? <Badge tone={tones[known]}>{t(`outcomes.${known}`)}</Badge> : <Badge>{row.outcome}</Badge>}
      {row.caused.map((caused) => (
        <span key={`${caused.kind} ${caused.after}`} className="text-muted text-sm">
          <Change caused={caused} />
        </span>
      ))}
    </div>
  )
}

/** One thing that changed; an external id is never shown, not even as its hash. */
export function Change({ caused: { kind, before, after } }: { caused: Caused }) {
  const t = useTranslations("webhooks")
  const known: EventKind | undefined = eventKinds.find((one) => one === kind)
  const name = known ? t(`kinds.${known}`) : kind
  if (known === "external_id" || known === "removed" || known === "appeared" || known === "returned") return name
  return t("change", { kind: name, before: before ?? t("none"), after: after ?? t("none") })
}
