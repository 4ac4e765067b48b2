import { useTranslations } from "next-intl"
import { JobName } from "@/components/jobs/job-name"
import { RetryButton } from "@/components/jobs/retry-button"
import { Badge } from "@/components/ui/badge"
import { EmptyState } from "@/components/ui/empty-state"
import { Id } from "@/components/ui/id"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import { Cell, Head } from "@/components/ui/plain-table"
import { Time } from "@/components/ui/time"
import type { FailedJob } from "@/lib/jobs/queries"

type FailuresTableProps = {
  environment: string
  failures: readonly FailedJob[]
  /** How many have failed for good, shown or not. */
  failed: number
  /** When that was counted. */
  countedAt: string
}

/** What went wrong, how often it was tried, and the way to try again. */
export function FailuresTable({ environment, failures, failed, countedAt }: FailuresTableProps) {
  const t = useTranslations("jobs")
  const all = failed > 0 && (
    <RetryButton
      environment={environment}
      selection={{ allFailedBefore: countedAt, expectedCount: failed }}
      label={t("retryAll", { count: failed })}
    />
  )
  return (
    <Panel title={t("failures")} actions={all} flush>
      {failures.length === 0 ? (
        <EmptyState title={t("noFailures")}>{t("noFailuresWhy")}</EmptyState>
      ) : (
        <div className="scrolls overflow-x-auto">
          <table aria-label={t("failures")} className="w-full text-left">
            <thead className="border-line border-b text-muted text-sm">
              <tr>
                <Head wide>{t("columns.failedAt")}</Head>
                <Head>{t("columns.job")}</Head>
                <Head>{t("columns.error")}</Head>
                <Head wide>{t("columns.attempts")}</Head>
                <Head wide>{t("columns.id")}</Head>
                <Head>
                  <span className="sr-only">{t("retry")}</span>
                </Head>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {failures.map((job) => (
                <Row key={job.id} job={job} environment={environment} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}

function Row({ job, environment }: { job: FailedJob; environment: string }) {
  const t = useTranslations("jobs")
  return (
    <tr className="align-top">
      <Cell wide>
        <span className="whitespace-nowrap">
          <Time at={job.failedAt} show="instant" />
        </span>
      </Cell>
      <Cell>
        <span className="flex flex-col items-start gap-1">
          <JobName name={job.name} />
          {job.ofInstallation && <Badge>{t("ofInstallation")}</Badge>}
          {job.doneSince && <Badge tone="valid">{t("doneSince")}</Badge>}
        </span>
      </Cell>
      <Cell>
        <ErrorText job={job} />
      </Cell>
      <Cell wide>
        <Num value={job.attempts} />
        {job.nextAt !== null && (
          <span className="block whitespace-nowrap text-muted text-sm">
            {t("next")} <Time at={job.nextAt} />
          </span>
        )}
      </Cell>
      <Cell wide>
        <Id value={job.id} />
      </Cell>
      <Cell>
        {job.state === "failed" && (
          <RetryButton environment={environment} selection={{ jobIds: [job.id] }} label={t("retry")} bare />
        )}
      </Cell>
    </tr>
  )
}

function ErrorText({ job: { failure } }: { job: FailedJob }) {
  const t = useTranslations("jobs")
  if (failure === null) return <span className="text-muted">{t("nothingNoted")}</span>
  return (
    <div className="max-w-xl md:min-w-48">
      <p className="break-words font-mono text-sm">{failure.name}</p>
      <p className="break-words text-muted">{failure.text ?? t("seeLog")}</p>
    </div>
  )
}
