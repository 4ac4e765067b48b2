import Link from "next/link"
import { useTranslations } from "next-intl"
import { FailureText, RunBy, RunKind, RunTook } from "@/components/sync/run-texts"
import { SweepStateBadge } from "@/components/sync/sweep-state"
import { EmptyState } from "@/components/ui/empty-state"
import { Num } from "@/components/ui/num"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Time } from "@/components/ui/time"
import type { ListedSweep } from "@/lib/sync/queries"

type SweepTableProps = {
  environment: string
  runs: readonly ListedSweep[]
  /** None of this kind, though there may be others. */
  filtered?: boolean
}

/** What the sweeps found, the latest first; each opens its own page. */
export function SweepTable({ environment, runs, filtered = false }: SweepTableProps) {
  const t = useTranslations("sync")
  if (runs.length === 0 && filtered) return <EmptyState title={t("emptyKind")}>{t("emptyKindWhy")}</EmptyState>
  if (runs.length === 0) return <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>
  return (
    <PlainTable label={t("runs")} head={<Heads />}>
      {runs.map((run) => (
        <Row key={run.id} environment={environment} run={run} />
      ))}
    </PlainTable>
  )
}

const numbers = ["seen", "inserted", "updated", "removed", "requests"] as const

function Heads() {
  const t = useTranslations("sync.columns")
  return (
    <>
      <Head>{t("createdAt")}</Head>
      <Head wide>{t("kind")}</Head>
      <Head wide>{t("by")}</Head>
      <Head>{t("state")}</Head>
      {numbers.map((name) => (
        <Head key={name} end wide>
          {t(name)}
        </Head>
      ))}
      <Head end wide>
        {t("took")}
      </Head>
    </>
  )
}

function Row({ environment, run }: { environment: string; run: ListedSweep }) {
  return (
    <tr>
      <Cell>
        <Link href={`/${environment}/sync/${run.id}`} className="text-accent-text hover:underline">
          <Time at={run.createdAt} show="instant" />
        </Link>
      </Cell>
      <Cell wide>
        <RunKind kind={run.kind} />
      </Cell>
      <Cell wide>
        <RunBy run={run} />
      </Cell>
      <Cell>
        <SweepStateBadge state={run.state} />
        <Why run={run} />
      </Cell>
      {numbers.map((name) => (
        <Cell key={name} end wide>
          <Num value={run[name]} />
        </Cell>
      ))}
      <Cell end wide>
        <RunTook run={run} />
      </Cell>
    </tr>
  )
}

function Why({ run: { failure } }: { run: ListedSweep }) {
  if (!failure) return null
  const { code, requestId } = failure
  return (
    <div className="mt-1 max-w-md text-muted text-sm">
      <p>
        <FailureText failure={failure} />
      </p>
      <p className="break-all font-mono text-faint text-sm">{requestId ? `${code} · ${requestId}` : code}</p>
    </div>
  )
}
