import Link from "next/link"
import { useTranslations } from "next-intl"
import { Badge } from "@/components/ui/badge"
import { EmptyState } from "@/components/ui/empty-state"
import { Num } from "@/components/ui/num"
import { Pagination } from "@/components/ui/pagination"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Segmented } from "@/components/ui/segmented"
import { Time } from "@/components/ui/time"
import { type DeliveryListParams, type DeliveryRow, deliveryListParams } from "@/lib/outgoing/schema"
import { type Page, turnsOf } from "@/lib/page"
import { DeliveryActs, ResendAll } from "./delivery-acts"

type DeliveryTableProps = {
  environment: string
  page: Page<DeliveryRow>
  params: DeliveryListParams
  failed: number
  mayResend: boolean
}

/** What was sent, and what came of it; what failed can be sent once more. */
export function DeliveryTable({ environment, page, params, failed, mayResend }: DeliveryTableProps) {
  const t = useTranslations("outgoing.log")
  const path = `/${environment}/recovery/outgoing`
  const turn = (change: Partial<DeliveryListParams>) => `${path}${deliveryListParams.query(params, change)}`
  return (
    <section className="flex flex-col gap-2">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <div className="flex flex-wrap items-center gap-3">
          <h2 className="font-semibold text-md">{t("title")}</h2>
          <Segmented
            label={t("filter")}
            value={params.show}
            segments={[
              { value: "all", label: t("all"), href: turn({ show: "all" }) },
              { value: "failed", label: t("failed"), href: turn({ show: "failed" }) },
            ]}
          />
        </div>
        {params.campaign !== null && (
          <Link href={turn({ campaign: null })} className="text-accent-text underline">
            {t("ofAll")}
          </Link>
        )}
        {mayResend && failed > 0 && <ResendAll environment={environment} failed={failed} />}
      </header>
      {page.rows.length === 0 ? (
        <EmptyState title={params.show === "failed" ? t("noneFailed") : t("empty")}>
          {params.show === "all" && t("emptyWhy")}
        </EmptyState>
      ) : (
        <PlainTable label={t("title")} head={<Heads />}>
          {page.rows.map((row) => (
            <Row key={row.id} environment={environment} row={row} mayResend={mayResend} />
          ))}
        </PlainTable>
      )}
      {(page.before !== null || page.after !== null) && (
        <Pagination {...turnsOf(`${path}${deliveryListParams.query(params)}`, page)} />
      )}
    </section>
  )
}

const tones = { waiting: "token", sending: "accent", delivered: "valid", failed: "invalid" } as const

type RowProps = { environment: string; row: DeliveryRow; mayResend: boolean }

function Row({ environment, row, mayResend }: RowProps) {
  const t = useTranslations("outgoing")
  return (
    <tr>
      <Cell>{t(`events.${row.event}`)}</Cell>
      <Cell end wide>
        <Num value={row.event === "test" ? null : row.items} />
      </Cell>
      <Cell>
        <Badge tone={tones[row.state]}>{t(`states.${row.state}`)}</Badge>
      </Cell>
      <Cell wide>
        <Why row={row} />
      </Cell>
      <Cell end wide>
        <Num value={row.attempts} />
      </Cell>
      <Cell end>
        <Time at={row.attemptedAt ?? row.createdAt} />
      </Cell>
      <Cell end>
        <DeliveryActs environment={environment} row={row} mayResend={mayResend} />
      </Cell>
    </tr>
  )
}

function Why({ row }: { row: DeliveryRow }) {
  const t = useTranslations("outgoing")
  if (row.problem === null) return row.httpStatus === null ? "—" : t("problems.status", { status: row.httpStatus })
  return (
    <>
      {t(`problems.${row.problem}`, { status: row.httpStatus ?? 0 })}
      {row.state === "waiting" && row.nextAt !== null && (
        <span className="text-muted">
          {" "}
          · {t.rich("log.next", { at: () => <Time at={row.nextAt} show="moment" /> })}
        </span>
      )}
    </>
  )
}

function Heads() {
  const t = useTranslations("outgoing.log")
  return (
    <>
      <Head>{t("event")}</Head>
      <Head end wide>
        {t("items")}
      </Head>
      <Head>{t("state")}</Head>
      <Head wide>{t("why")}</Head>
      <Head end wide>
        {t("attempts")}
      </Head>
      <Head end>{t("at")}</Head>
      <Head end>{t("body")}</Head>
    </>
  )
}
