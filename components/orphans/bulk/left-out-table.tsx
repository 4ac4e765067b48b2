import Link from "next/link"
import { useTranslations } from "next-intl"
import { EmptyState } from "@/components/ui/empty-state"
import { OnwardPagination } from "@/components/ui/pagination"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import type { BulkItemRow } from "@/lib/orphans/bulk/schema"
import type { Page } from "@/lib/page"

type LeftOutTableProps = {
  environment: string
  path: string
  page: Pick<Page<BulkItemRow>, "rows" | "after">
  first: boolean
  /** So many it had not looked at when it was stopped. */
  unseen: number
}

/** A row for each link about which nothing was decided, and why. */
export function LeftOutTable({ environment, path, page, first, unseen }: LeftOutTableProps) {
  const t = useTranslations("orphans")
  const stopped = unseen > 0 && <p>{t("bulk.unseen", { count: unseen })}</p>
  if (page.rows.length === 0) {
    return stopped || <EmptyState title={t("bulk.noneLeftOut")}>{t("bulk.noneLeftOutWhy")}</EmptyState>
  }
  const head = (
    <>
      <Head>{t("leftOut.link")}</Head>
      <Head>{t("leftOut.reason")}</Head>
    </>
  )
  return (
    <>
      {stopped}
      <PlainTable label={t("leftOut.label")} head={head}>
        {page.rows.map(({ place, linkId, why }) => (
          <tr key={place}>
            <Cell>
              <Link
                href={`/${environment}/links/${linkId}`}
                className="font-mono text-accent-text text-sm hover:underline"
              >
                {linkId}
              </Link>
            </Cell>
            <Cell>{t(`leftOut.why.${why}`)}</Cell>
          </tr>
        ))}
      </PlainTable>
      <OnwardPagination path={path} isFirst={first} next={page.after} />
    </>
  )
}
