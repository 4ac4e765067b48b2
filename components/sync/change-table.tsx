import Link from "next/link"
import { useTranslations } from "next-intl"
import { EmptyState } from "@/components/ui/empty-state"
import { Id } from "@/components/ui/id"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Time } from "@/components/ui/time"
import { shortenMiddle } from "@/lib/format"
import { eventKinds } from "@/lib/history/schema"
import type { RunChange } from "@/lib/sync/progress/details/queries"

type ChangeTableProps = { environment: string; changes: readonly RunChange[] }

/** What a sweep found to be different, the newest first, each with its link. */
export function ChangeTable({ environment, changes }: ChangeTableProps) {
  const t = useTranslations("sync.changes")
  if (changes.length === 0) return <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>
  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted">{t("newest", { count: changes.length })}</p>
      <PlainTable label={t("title")} head={<Heads />}>
        {changes.map((change) => (
          <Row key={change.id} environment={environment} change={change} />
        ))}
      </PlainTable>
    </div>
  )
}

function Heads() {
  const t = useTranslations("sync.changes.columns")
  return (
    <>
      <Head>{t("at")}</Head>
      <Head>{t("link")}</Head>
      <Head>{t("what")}</Head>
      <Head wide>{t("institution")}</Head>
      <Head wide>{t("requestId")}</Head>
    </>
  )
}

function Row({ environment, change }: { environment: string; change: RunChange }) {
  const { at, linkId, institution, requestId } = change
  return (
    <tr>
      <Cell>
        <Time at={at} show="instant" />
      </Cell>
      <Cell>
        <Link
          href={`/${environment}/links/${linkId}`}
          className="whitespace-nowrap font-mono text-accent-text text-sm hover:underline"
        >
          {shortenMiddle(linkId)}
        </Link>
      </Cell>
      <Cell>
        <What change={change} />
      </Cell>
      <Cell wide>{institution}</Cell>
      <Cell wide>{requestId ? <Id value={requestId} /> : <span className="text-faint">—</span>}</Cell>
    </tr>
  )
}

const statuses = ["valid", "invalid", "token_required", "unconfirmed"] as const

function What({ change: { kind, before, after } }: { change: RunChange }) {
  const t = useTranslations("link.timeline.event")
  const tStatus = useTranslations("status")
  const word = (value: string | null) => {
    const status = statuses.find((one) => one === value)
    return status ? tStatus(`${status}.label`) : (value ?? "—")
  }
  const known = eventKinds.find((one) => one === kind)
  return t(known ?? "other", { kind, before: word(before), after: word(after) })
}
