import Link from "next/link"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { cn } from "@/components/ui/cn"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import { Change } from "@/components/webhooks/webhook-outcome"
import { shortenMiddle } from "@/lib/format"
import type { MissedEvents as Missed, MissedChange, MissedInstitution } from "@/lib/webhooks/missed/queries"

type MissedEventsProps = { environment: string; missed: Missed }

/** Changes that Belvo should have told of and did not: by institution, and the latest. */
export function MissedEvents({ environment, missed }: MissedEventsProps) {
  const t = useTranslations("webhooks.missed")
  const { institutions, latest } = missed
  return (
    <Panel title={t("title")}>
      <p className="max-w-3xl text-muted">{t("description")}</p>
      {institutions.length === 0 ? <p className="mt-3">{t("none")}</p> : <Institutions rows={institutions} />}
      {latest.length > 0 && <Latest environment={environment} rows={latest} />}
    </Panel>
  )
}

function Institutions({ rows }: { rows: readonly MissedInstitution[] }) {
  const t = useTranslations("webhooks.missed")
  return (
    <Table label={t("title")}>
      <tr>
        <Head>{t("institution")}</Head>
        <Head end>{t("week")}</Head>
        <Head end>{t("month")}</Head>
        <Head end>{t("late")}</Head>
        <Head end>{t("share")}</Head>
      </tr>
      {rows.map(({ institution, displayName, week, month, late, share }) => (
        <tr key={institution}>
          <Cell>{displayName ?? <span className="font-mono text-sm">{institution}</span>}</Cell>
          <Cell end>
            <Num value={week} />
          </Cell>
          <Cell end>
            <Num value={month} />
          </Cell>
          <Cell end>
            <Num value={late} />
          </Cell>
          <Cell end>
            <Num value={share} share />
          </Cell>
        </tr>
      ))}
    </Table>
  )
}

function Latest({ environment, rows }: { environment: string; rows: readonly MissedChange[] }) {
  const t = useTranslations("webhooks.missed")
  return (
    <Table label={t("latest")}>
      <tr>
        <Head>{t("when")}</Head>
        <Head>{t("link")}</Head>
        <Head>{t("change")}</Head>
        <Head>{t("institution")}</Head>
        <Head>{t("webhook")}</Head>
      </tr>
      {rows.map(({ at, linkId, institution, before, after, lateAt }) => (
        <tr key={`${linkId} ${at.getTime()}`}>
          <Cell>
            <Time at={at} />
          </Cell>
          <Cell>
            <Link
              href={`/${environment}/links/${linkId}`}
              className="font-mono text-accent-text text-sm hover:underline"
            >
              {shortenMiddle(linkId, 4)}
            </Link>
          </Cell>
          <Cell>
            <Change caused={{ kind: "status", before, after }} />
          </Cell>
          <Cell>
            <span className="font-mono text-sm">{institution}</span>
          </Cell>
          <Cell>
            {lateAt === null ? (
              t("notCome")
            ) : (
              <>
                {t("lateAt")} <Time at={lateAt} />
              </>
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  )
}

/** The first row is the head. */
function Table({ label, children }: { label: string; children: readonly [ReactNode, ReactNode] }) {
  const [head, body] = children
  return (
    <section aria-label={label} className="scrolls mt-4 overflow-x-auto">
      <table aria-label={label} className="w-full text-left">
        <thead className="border-line border-b text-muted text-sm">{head}</thead>
        <tbody className="divide-y divide-line">{body}</tbody>
      </table>
    </section>
  )
}

type CellProps = { children: ReactNode; end?: boolean }
const Head = ({ children, end = false }: CellProps) => (
  <th scope="col" className={cn("whitespace-nowrap px-2 py-1.5 font-medium", end && "text-right")}>
    {children}
  </th>
)
const Cell = ({ children, end = false }: CellProps) => (
  <td className={cn("whitespace-nowrap px-2 py-1.5", end && "text-right")}>{children}</td>
)
