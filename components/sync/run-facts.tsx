import { useTranslations } from "next-intl"
import { FailureText, RunBy, RunTook } from "@/components/sync/run-texts"
import { SweepStateBadge } from "@/components/sync/sweep-state"
import { Banner } from "@/components/ui/banner"
import { Facts } from "@/components/ui/facts"
import { Id } from "@/components/ui/id"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import type { ListedSweep } from "@/lib/sync/queries"
import type { SweepFailure } from "@/lib/sync/schema"

const numbers = ["requests", "seen", "inserted", "updated", "unchanged", "removed", "missing"] as const

/** Who asked for a sweep, when, what it found, and why it ended early. */
export function RunFacts({ run }: { run: ListedSweep }) {
  const t = useTranslations("sync.run")
  const column = useTranslations("sync.columns")
  const moments = [
    { label: t("askedAt"), at: run.createdAt },
    { label: t("startedAt"), at: run.startedAt },
    { label: t("finishedAt"), at: run.finishedAt },
    ...(run.confirmedAt ? [{ label: t("confirmedAt"), at: run.confirmedAt }] : []),
  ]
  return (
    <>
      {run.failure && <Failure failure={run.failure} />}
      <Panel>
        <div className="grid gap-x-10 gap-y-4 md:grid-cols-2">
          <Facts
            facts={[
              { label: column("state"), value: <SweepStateBadge state={run.state} /> },
              { label: t("cause"), value: <RunBy run={run} /> },
              ...moments.map(({ label, at }) => ({ label, value: <Time at={at} show="instant" /> })),
              { label: t("took"), value: <RunTook run={run} /> },
            ]}
          />
          <Facts
            facts={numbers.map((name) => ({
              label: name === "missing" && run.missingAtLeast ? t("missingAtLeast") : t(name),
              value: <Num value={run[name]} />,
            }))}
          />
        </div>
      </Panel>
    </>
  )
}

function Failure({ failure }: { failure: SweepFailure }) {
  const t = useTranslations("sync.run")
  const { code, requestId } = failure
  return (
    <Banner grade="danger" title={t("failed")}>
      <p>
        <FailureText failure={failure} />
      </p>
      <p className="flex flex-wrap items-center gap-1 text-sm">
        {t("belvo")}: <code className="font-mono">{code}</code>
        {requestId ? <Id value={requestId} whole /> : <span className="text-muted">{t("noRequestId")}</span>}
      </p>
    </Banner>
  )
}
