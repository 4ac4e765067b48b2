"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { Facts } from "@/components/ui/facts"
import { Id } from "@/components/ui/id"
import { JsonView } from "@/components/ui/json-view"
import { SidePanel } from "@/components/ui/side-panel"
import { Time } from "@/components/ui/time"
import type { AuditEntryDetail } from "@/lib/audit/queries"

type AuditEntryPanelProps = { entry: AuditEntryDetail; closeHref: string }

/** Who did what, before and after, and the hashes that chain it. */
export function AuditEntryPanel({ entry, closeHref }: AuditEntryPanelProps) {
  const t = useTranslations("audit")
  const router = useRouter()
  const { before, after, requestId, seeded } = JSON.parse(entry.body)
  const title = t("entry.title", { seq: entry.seq })
  return (
    <SidePanel
      label={title}
      onClose={() => router.push(closeHref, { scroll: false })}
      header={<h2 className="font-semibold">{title}</h2>}
    >
      <div className="flex flex-col gap-5">
        <Facts
          facts={[
            { label: t("columns.at"), value: <Time at={entry.at} show="instant" /> },
            { label: t("columns.actor"), value: entry.actorName ?? entry.actor },
            { label: t("columns.action"), value: <span className="font-mono text-sm">{entry.action}</span> },
            { label: t("columns.entity"), value: entry.entity },
            { label: t("entry.entityId"), value: entry.entityId ? <Id value={entry.entityId} whole /> : "—" },
            { label: t("entry.request"), value: requestId ? <Id value={requestId} whole /> : "—" },
            { label: t("entry.hash"), value: <Id value={entry.hash} whole /> },
            { label: t("entry.previous"), value: entry.previousHash ? <Id value={entry.previousHash} whole /> : "—" },
            ...(seeded ? [{ label: t("entry.origin"), value: t("entry.seeded") }] : []),
          ]}
        />
        {before !== undefined && <Value label={t("entry.before")} value={before} />}
        {after !== undefined && <Value label={t("entry.after")} value={after} />}
      </div>
    </SidePanel>
  )
}

function Value({ label, value }: { label: string; value: Parameters<typeof JsonView>[0]["value"] }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="font-medium">{label}</h3>
      <JsonView label={label} value={value} />
    </section>
  )
}
