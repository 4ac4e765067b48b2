import Link from "next/link"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { cn } from "@/components/ui/cn"
import { Lasting } from "@/components/ui/lasting"
import { Num } from "@/components/ui/num"
import { Scroller } from "@/components/ui/scroller"
import { countOpen, shareRecovered } from "@/lib/history/recoveries/rules"
import type { Recoveries, RecoveryReport } from "@/lib/history/recoveries/schema"
import { type Cause, causes } from "@/lib/history/schema"

const mostInstitutions = 50
/** What a phone has room for. */
const narrow: readonly string[] = ["lost", "share", "shareOfAll", "median"]

export function RecoveryInstitutions({ environment, report }: { environment: string; report: RecoveryReport }) {
  const t = useTranslations("trends.recovery")
  const shown = report.institutions.slice(0, mostInstitutions)
  const names = ["lost", "recovered", "open", "removed", "share", "median", "p90"] as const
  return (
    <>
      <Table label={t("byInstitution")} first={t("institution")} head={names.map((name) => [name, t(name)])}>
        <Row name={<span className="font-medium">{t("all")}</span>} cells={cellsOf(report.all)} />
        {shown.map(({ institution, displayName, ...row }) => (
          <Row
            key={institution}
            name={
              <Link href={`/${environment}/links?institution=${institution}`} className="hover:underline">
                {displayName ?? institution}
              </Link>
            }
            cells={cellsOf(row)}
          />
        ))}
      </Table>
      <p className="text-muted text-sm">{t("note", { count: shown.length })}</p>
    </>
  )
}

export function RecoveryCauses({ report }: { report: RecoveryReport }) {
  const t = useTranslations("trends.recovery")
  const { lost, removed } = report.all
  if (report.causes.length === 0) return null
  const names = ["recovered", "shareOfAll", "median", "p90"] as const
  return (
    <Table label={t("byCause")} first={t("cause")} head={names.map((name) => [name, t(name)])}>
      {report.causes.map(({ cause, recovered, medianMs, p90Ms }) => (
        <Row
          key={cause}
          name={t(`causes.${isCause(cause) ? cause : "other"}`, { cause })}
          cells={{
            recovered: <Num value={recovered} />,
            share: <Num share value={shareRecovered({ lost, recovered, removed })} />,
            median: <Lasting ms={medianMs} />,
            p90: <Lasting ms={p90Ms} />,
          }}
        />
      ))}
    </Table>
  )
}

const isCause = (text: string): text is Cause => causes.some((one) => one === text)

const cellsOf = (row: Recoveries): Record<string, ReactNode> => ({
  lost: <Num value={row.lost} />,
  recovered: <Num value={row.recovered} />,
  open: <Num value={countOpen(row)} />,
  removed: <Num value={row.removed} />,
  share: <Num share value={shareRecovered(row)} />,
  median: <Lasting ms={row.medianMs} />,
  p90: <Lasting ms={row.p90Ms} />,
})

const wideOf = (key: string) => !narrow.includes(key) && "max-md:hidden"

const cell = "border-line border-b px-3 py-1.5 text-right max-md:px-2 first:pl-4 first:text-left last:pr-4"

type TableProps = {
  label: string
  first: string
  /** Key and text of each column of numbers. */
  head: readonly (readonly [string, string])[]
  children: ReactNode
}

function Table({ label, first, head, children }: TableProps) {
  return (
    <Scroller label={label} className="rounded border border-line bg-surface">
      <table className="w-full border-separate border-spacing-0">
        <caption className="px-4 pt-3 pb-1 text-left font-semibold">{label}</caption>
        <thead>
          <tr className="text-muted text-sm">
            <th scope="col" className={`${cell} whitespace-nowrap font-medium`}>
              {first}
            </th>
            {head.map(([key, name]) => (
              <th key={key} scope="col" className={cn(cell, "font-medium md:whitespace-nowrap", wideOf(key))}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Scroller>
  )
}

function Row({ name, cells }: { name: ReactNode; cells: Record<string, ReactNode> }) {
  return (
    <tr>
      <th scope="row" className={`${cell} font-normal`}>
        {name}
      </th>
      {Object.entries(cells).map(([key, value]) => (
        <td key={key} className={cn(cell, wideOf(key))}>
          {value}
        </td>
      ))}
    </tr>
  )
}
