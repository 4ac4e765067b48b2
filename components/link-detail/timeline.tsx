"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast-store"
import { type TimelineItem, timelinePage } from "@/lib/link-pages/timeline/schema"
import { useLink } from "./link-context"
import { NoteForm } from "./note-form"
import { Section } from "./section"
import { useSession } from "./session-context"
import { StatusStrip } from "./status-strip"
import { TimelineRow } from "./timeline-row"
import { fetchJson } from "./use-poll"

/** What happened to the link, newest first; older pages come on demand. */
export function Timeline() {
  const t = useTranslations("link.timeline")
  const { page } = useLink()
  const { items, hasMore, loading, loadMore } = useOlder()
  return (
    <Section title={t("title")}>
      <StatusStrip intervals={page.intervals} />
      {page.may.note && <NoteForm />}
      {items.length === 0 && <p className="text-muted">{t("empty")}</p>}
      <ol className="flex flex-col">
        {useSettled(items).map((item) => (
          <TimelineRow key={item.key} item={item} />
        ))}
      </ol>
      {hasMore && (
        <Button className="mt-2" size="sm" pending={loading} onClick={loadMore}>
          {loading ? t("loading") : t("older")}
        </Button>
      )}
    </Section>
  )
}

const unsettled: readonly (string | null)[] = ["open", "sent", "accepted"]

/** The page hears of the end of the latest session and deletion before it is written down behind their lines. */
function useSettled(items: readonly TimelineItem[]): readonly TimelineItem[] {
  const { session } = useSession()
  const { deletion } = useLink()
  const known = { "session.opened": session?.state, "deletion.requested": deletion?.state }
  const told = new Map<string, string>()
  for (const [kind, state] of Object.entries(known)) {
    const latest = items.find((item) => item.kind === kind)
    if (latest && state && unsettled.includes(latest.state)) told.set(latest.key, state)
  }
  return items.map((item) => ({ ...item, state: told.get(item.key) ?? item.state }))
}

function useOlder() {
  const t = useTranslations("link.timeline")
  const { environment, page } = useLink()
  const first = page.timeline
  const [older, setOlder] = useState<{ of: typeof first; items: readonly TimelineItem[]; after: string | null }>()
  const [loading, setLoading] = useState(false)
  const shown = older?.of === first ? older : { of: first, items: [], after: first.after }
  const loadMore = async () => {
    if (shown.after === null) return
    setLoading(true)
    const url = `/api/${environment}/links/${page.link.id}/timeline?after=${encodeURIComponent(shown.after)}`
    const parsed = timelinePage.safeParse(await fetchJson(url))
    setLoading(false)
    if (!parsed.success) return toast({ tone: "bad", title: t("failed") })
    setOlder({ of: first, items: [...shown.items, ...parsed.data.items], after: parsed.data.after })
  }
  return { items: [...first.items, ...shown.items], hasMore: shown.after !== null, loading, loadMore }
}
