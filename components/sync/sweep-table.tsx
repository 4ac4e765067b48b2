import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { SweepStateBadge } from "@/components/sync/sweep-state"
import { cn } from "@/components/ui/cn"
import { EmptyState } from "@/components/ui/empty-state"
import { Num } from "@/components/ui/num"
import { Time } from "@/components/ui/time"
import type { ListedSweep } from "@/lib/sync/queries"

/** What the sweeps found, the latest first. */
export function SweepTable({ runs }: { runs: readonly ListedSweep[] }) {
  const t = useTranslations("sync")
  if (runs.length === 0) return <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>
  return (
    <div className="scrolls overflow-x-auto rounded border border-line bg-surface">
      <table aria-label={t("runs")} className="w-full text-left">
        <thead className="border-line border-b text-muted text-sm">
          <tr>
            <Head>{t("columns.createdAt")}</Head>
            <Head wide>{t("columns.by")}</Head>
            <Head>{t("columns.state")}</Head>
            {numbers.map((name) => (
              <Head key={name} end wide={name !== "seen"}>
                {t(`columns.${name}`)}
              </Head>
            ))}
            <Head end wide>
              {t("columns.took")}
            </Head>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {runs.map((run) => (
            <Row key={run.id} run={run} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const numbers = ["seen", "inserted", "updated", "removed", "requests"] as const

function Row({ run }: { run: ListedSweep }) {
  return (
    <tr>
      <Cell>
        <Time at={run.createdAt} show="instant" />
      </Cell>
      <Cell wide>
        <By run={run} />
      </Cell>
      <Cell>
        <SweepStateBadge state={run.state} />
        <Why run={run} />
      </Cell>
      {numbers.map((name) => (
        <Cell key={name} end wide={name !== "seen"}>
          <Num value={run[name]} />
        </Cell>
      ))}
      <Cell end wide>
        <Took run={run} />
      </Cell>
    </tr>
  )
}

function By({ run }: { run: ListedSweep }) {
  const t = useTranslations("sync.by")
  if (run.cause === "button") return run.requestedByName ?? t("button")
  return t(run.cause === "command" ? "command" : "schedule")
}

function Why({ run }: { run: ListedSweep }) {
  const t = useTranslations("sync.failures")
  if (!run.failure) return null
  const { kind, code, message, requestId } = run.failure
  const told = knownFailures.find((one) => one === kind)
  return (
    <div className="mt-1 max-w-md text-muted text-sm">
      <p>{told ? t(told) : message}</p>
      <p className="break-all font-mono text-faint text-sm">{requestId ? `${code} · ${requestId}` : code}</p>
    </div>
  )
}

const knownFailures = [
  "unauthorized",
  "throttled",
  "blocked",
  "wrong_address",
  "timeout",
  "network",
  "schema",
  "abandoned",
] as const

function Took({ run }: { run: ListedSweep }) {
  const t = useTranslations("sync")
  if (!run.startedAt || !run.finishedAt) return <span className="text-faint">—</span>
  const seconds = Math.max(0, Math.round((run.finishedAt.getTime() - run.startedAt.getTime()) / 1000))
  return t("took", { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
}

/** `wide`: not on a phone. */
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
  <td className={cn("px-3 py-2", end && "whitespace-nowrap text-right tabular-nums", wide && "max-md:hidden")}>
    {children}
  </td>
)
