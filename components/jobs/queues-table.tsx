import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { JobName } from "@/components/jobs/job-name"
import { cn } from "@/components/ui/cn"
import { EmptyState } from "@/components/ui/empty-state"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import { Scroller } from "@/components/ui/scroller"
import { Time } from "@/components/ui/time"
import type { QueueRow } from "@/lib/jobs/queries"

/** Each kind of job: what waits, what runs, what has failed, and since when the oldest waits. */
export function QueuesTable({ queues }: { queues: readonly QueueRow[] }) {
  const t = useTranslations("jobs")
  return (
    <Panel title={t("queues")} flush>
      {queues.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>
      ) : (
        <Scroller label={t("queues")}>
          <table aria-label={t("queues")} className="w-full text-left">
            <thead className="border-line border-b text-muted text-sm">
              <tr>
                <Head>{t("columns.job")}</Head>
                <Head end>{t("columns.waiting")}</Head>
                <Head>{t("columns.waitingSince")}</Head>
                <Head end>{t("columns.running")}</Head>
                <Head end>{t("columns.later")}</Head>
                <Head end>{t("columns.failed")}</Head>
                <Head>{t("columns.doneAt")}</Head>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {queues.map((queue) => (
                <Row key={queue.name} queue={queue} />
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
    </Panel>
  )
}

function Row({ queue }: { queue: QueueRow }) {
  const { name, waiting, waitingSince, running, later, failed, doneAt } = queue
  return (
    <tr>
      <Cell>
        <JobName name={name} />
      </Cell>
      <Cell end>
        <Num value={waiting} />
      </Cell>
      <Cell>
        <Time at={waitingSince} />
      </Cell>
      <Cell end>
        <Num value={running} />
      </Cell>
      <Cell end>
        <Num value={later} />
      </Cell>
      <Cell end>
        <span className={failed > 0 ? "font-medium text-invalid-text" : ""}>
          <Num value={failed} />
        </span>
      </Cell>
      <Cell>
        <Time at={doneAt} />
      </Cell>
    </tr>
  )
}

type CellProps = { children: ReactNode; end?: boolean }
const Head = ({ children, end = false }: CellProps) => (
  <th scope="col" className={cn("whitespace-nowrap px-3 py-2 font-medium", end && "text-right")}>
    {children}
  </th>
)
const Cell = ({ children, end = false }: CellProps) => (
  <td className={cn("whitespace-nowrap px-3 py-2", end && "text-right")}>{children}</td>
)
