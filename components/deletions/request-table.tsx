import Link from "next/link"
import { useTranslations } from "next-intl"
import { RequestStateBadge } from "@/components/deletions/request-state"
import { EmptyState } from "@/components/ui/empty-state"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Time } from "@/components/ui/time"
import type { RequestRow } from "@/lib/deletions/requests/queries"

type RequestTableProps = { environment: string; label: string; requests: readonly RequestRow[] }

/** Who asked for which deletion and how far it is, the latest first; each opens its own page. */
export function RequestTable({ environment, label, requests }: RequestTableProps) {
  const t = useTranslations("deletions.list")
  if (requests.length === 0) return <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>
  return (
    <PlainTable label={label} head={<Heads />}>
      {requests.map((one) => (
        <tr key={one.id} className="hover:bg-hover">
          <Cell>
            <Link href={`/${environment}/deletions/${one.id}`} prefetch={false} className="hover:underline">
              {t("links", { count: one.links })}
            </Link>
          </Cell>
          <Cell>
            <RequestStateBadge state={one.state} />
          </Cell>
          <Cell wide>{t(`sources.${one.source}`)}</Cell>
          <Cell wide>
            <span className="line-clamp-2 break-words">{one.reason ?? "—"}</span>
          </Cell>
          <Cell>{one.requestedBy ?? one.createdBy}</Cell>
          <Cell wide>{one.decidedBy ?? "—"}</Cell>
          <Cell end>
            <Time at={one.requestedAt ?? one.createdAt} />
          </Cell>
        </tr>
      ))}
    </PlainTable>
  )
}

function Heads() {
  const t = useTranslations("deletions.list.columns")
  return (
    <>
      <Head>{t("links")}</Head>
      <Head>{t("state")}</Head>
      <Head wide>{t("source")}</Head>
      <Head wide>{t("reason")}</Head>
      <Head>{t("by")}</Head>
      <Head wide>{t("decidedBy")}</Head>
      <Head end>{t("at")}</Head>
    </>
  )
}
