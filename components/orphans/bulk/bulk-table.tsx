import Link from "next/link"
import { useTranslations } from "next-intl"
import { BulkState } from "@/components/orphans/bulk/bulk-state"
import { EmptyState } from "@/components/ui/empty-state"
import { Num } from "@/components/ui/num"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Time } from "@/components/ui/time"
import type { BulkView } from "@/lib/orphans/bulk/queries"

/** What was decided about many at once, the latest first; each opens its own page. */
export function BulkTable({ environment, rows }: { environment: string; rows: readonly BulkView[] }) {
  const t = useTranslations("orphans.bulk")
  if (rows.length === 0) return <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>
  const head = (
    <>
      <Head>{t("columns.createdAt")}</Head>
      <Head>{t("columns.kind")}</Head>
      <Head wide>{t("columns.state")}</Head>
      <Head wide>{t("columns.by")}</Head>
      <Head end>{t("columns.decided")}</Head>
      <Head end wide>
        {t("columns.links")}
      </Head>
    </>
  )
  return (
    <PlainTable label={t("list")} head={head}>
      {rows.map((bulk) => (
        <tr key={bulk.id} className="hover:bg-hover">
          <Cell>
            <Link href={`/${environment}/orphans/decisions/${bulk.id}`} className="text-accent-text hover:underline">
              <Time at={bulk.createdAt} show="instant" />
            </Link>
          </Cell>
          <Cell>{t(`kind.${bulk.kind}`)}</Cell>
          <Cell wide>
            <BulkState bulk={bulk} />
          </Cell>
          <Cell wide>{bulk.memberName}</Cell>
          <Cell end>
            <Num value={bulk.decided} />
          </Cell>
          <Cell end wide>
            <Num value={bulk.links} />
          </Cell>
        </tr>
      ))}
    </PlainTable>
  )
}
