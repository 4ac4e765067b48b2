import Link from "next/link"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { cn } from "@/components/ui/cn"
import { EmptyState } from "@/components/ui/empty-state"
import { Id } from "@/components/ui/id"
import { Pagination } from "@/components/ui/pagination"
import { Time } from "@/components/ui/time"
import { RereadButton } from "@/components/webhooks/reread-button"
import { WebhookOutcome } from "@/components/webhooks/webhook-outcome"
import { shortenMiddle } from "@/lib/format"
import type { Page } from "@/lib/page"
import type { InboxRow } from "@/lib/webhooks/inbox/queries"
import { type InboxParams, inboxParams } from "@/lib/webhooks/schema"

type InboxTableProps = { environment: string; page: Page<InboxRow>; params: InboxParams; mayReread: boolean }

/** What arrived, newest first, and what it caused. */
export function InboxTable({ environment, page, params, mayReread }: InboxTableProps) {
  const t = useTranslations("webhooks")
  if (page.rows.length === 0) return <Empty filtered={params.outcome !== ""} />
  const turn = (cursor: string | null, name: "after" | "before") => {
    if (cursor === null) return null
    const query = inboxParams.query({ ...params, after: null, before: null })
    return `/${environment}/webhooks${query}${query === "" ? "?" : "&"}${name}=${cursor}`
  }
  return (
    <>
      <div className="scrolls overflow-x-auto rounded border border-line bg-surface">
        <table aria-label={t("title")} className="w-full text-left">
          <thead className="border-line border-b text-muted text-sm">
            <tr>
              <Head wide>{t("columns.receivedAt")}</Head>
              <Head>{t("columns.what")}</Head>
              <Head>{t("columns.link")}</Head>
              <Head>{t("columns.outcome")}</Head>
              <Head wide>{t("columns.requestId")}</Head>
              {mayReread && (
                <Head>
                  <span className="sr-only">{t("columns.act")}</span>
                </Head>
              )}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {page.rows.map((row) => (
              <Row key={row.id} row={row} environment={environment} mayReread={mayReread} />
            ))}
          </tbody>
        </table>
      </div>
      <Pagination previousHref={turn(page.before, "before")} nextHref={turn(page.after, "after")} />
    </>
  )
}

type RowProps = { row: InboxRow; environment: string; mayReread: boolean }

function Row({ row, environment, mayReread }: RowProps) {
  const t = useTranslations("webhooks")
  return (
    <tr>
      <Cell wide>
        <Time at={row.receivedAt} show="instant" />
      </Cell>
      <Cell>
        <span className="font-mono text-sm max-md:break-all">
          {row.type ?? "—"} {row.code}
        </span>
        <p className="text-faint text-sm md:hidden">
          <Time at={row.receivedAt} />
        </p>
        {row.repeats > 0 && <p className="text-faint text-sm">{t("repeats", { count: row.repeats })}</p>}
      </Cell>
      <Cell>
        {row.linkId ? (
          <Link
            href={`/${environment}/links/${row.linkId}`}
            className="whitespace-nowrap font-mono text-accent-text text-sm hover:underline"
          >
            {shortenMiddle(row.linkId, 4)}
          </Link>
        ) : (
          <span className="text-faint">—</span>
        )}
      </Cell>
      <Cell>
        <WebhookOutcome row={row} />
      </Cell>
      <Cell wide>{row.requestId ? <Id value={row.requestId} /> : <span className="text-faint">—</span>}</Cell>
      {mayReread && <Cell>{row.linkId && <RereadButton environment={environment} eventId={row.id} />}</Cell>}
    </tr>
  )
}

function Empty({ filtered }: { filtered: boolean }) {
  const t = useTranslations("webhooks")
  return filtered ? (
    <EmptyState title={t("emptyFilter")}>{t("emptyFilterWhy")}</EmptyState>
  ) : (
    <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>
  )
}

/** `wide`: not on a phone. */
type CellProps = { children: ReactNode; wide?: boolean }
const Head = ({ children, wide = false }: CellProps) => (
  <th scope="col" className={cn("whitespace-nowrap px-3 py-2 font-medium", wide && "max-md:hidden")}>
    {children}
  </th>
)
const Cell = ({ children, wide = false }: CellProps) => (
  <td className={cn("px-3 py-2", wide && "max-md:hidden")}>{children}</td>
)
