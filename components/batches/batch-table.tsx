import Link from "next/link"
import { useTranslations } from "next-intl"
import { BatchStateBadge } from "@/components/batches/batch-state"
import { useDeed } from "@/components/batches/use-deed"
import { EmptyState } from "@/components/ui/empty-state"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Time } from "@/components/ui/time"
import type { BatchRow } from "@/lib/batches/queries"

type BatchTableProps = { environment: string; batches: readonly BatchRow[] }

/** What was done to many links at once, the latest first; each opens its own page. */
export function BatchTable({ environment, batches }: BatchTableProps) {
  const t = useTranslations("batches.list")
  const sayDeed = useDeed()
  if (batches.length === 0) return <NoBatches environment={environment} />
  return (
    <PlainTable label={t("label")} head={<Heads />}>
      {batches.map((one) => (
        <tr key={one.id} className="hover:bg-hover">
          <Cell>
            <Link href={`/${environment}/batches/${one.id}`} prefetch={false} className="hover:underline">
              {sayDeed(one)}
            </Link>
          </Cell>
          <Cell>
            <BatchStateBadge batch={one} />
          </Cell>
          <Cell wide>{t(`sources.${one.source === "list" ? "list" : "links"}`)}</Cell>
          <Cell>{one.confirmedBy ?? one.createdBy}</Cell>
          <Cell end>
            <Time at={one.confirmedAt ?? one.createdAt} />
          </Cell>
        </tr>
      ))}
    </PlainTable>
  )
}

function NoBatches({ environment }: { environment: string }) {
  const t = useTranslations("batches.list")
  const choose = (
    <Link href={`/${environment}/links`} className="text-accent-text hover:underline">
      {t("choose")}
    </Link>
  )
  return (
    <EmptyState title={t("empty")} actions={choose}>
      {t("emptyWhy")}
    </EmptyState>
  )
}

function Heads() {
  const t = useTranslations("batches.list.columns")
  return (
    <>
      <Head>{t("deed")}</Head>
      <Head>{t("state")}</Head>
      <Head wide>{t("source")}</Head>
      <Head>{t("by")}</Head>
      <Head end>{t("at")}</Head>
    </>
  )
}
