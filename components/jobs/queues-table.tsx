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
                <Head wide>{t("columns.waitingSince")}</Head>
                <Head end wide>
                  {t("columns.running")}
                </Head>
                <Head end wide>
                  {t("columns.later")}
                </Head>
                <Head end>{t("columns.failed")}</Head>
                <Head wide>{t("columns.doneAt")}</Head>
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
      <Cell wide>
        <Time at={waitingSince} />
      </Cell>
      <Cell end wide>
        <Num value={running} />
      </Cell>
      <Cell end wide>
        <Num value={later} />
      </Cell>
      <Cell end>
        <span className={failed > 0 ? "font-medium text-invalid-text" : ""}>
          <Num value={failed} />
        </span>
      </Cell>
      <Cell wide>
        <Time at={doneAt} />
      </Cell>
    </tr>
  )
}

/** `wide`: not on a phone, where a job's name takes several lines instead. */
type CellProps = { children: ReactNode; end?: boolean; wide?: boolean }
const Head = ({ children, end = false, wide = false }: CellProps) => (
  <th
    scope="col"
    className={cn("whitespace-nowrap px-3 py-2 font-medium", end && "text-right", wide && "max-md:hidden")}
  >
    {children}
  </th>
)
const Cell = ({ children, end = false, wide = false }: CellProps) => (
  <td className={cn("px-3 py-2 md:whitespace-nowrap", end && "text-right", wide && "max-md:hidden")}>{children}</td>
)
