"use client"

import { useTranslations } from "next-intl"
import { SourceActs } from "@/components/directory/source-acts"
import { SourceRuns } from "@/components/directory/source-runs"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { Facts } from "@/components/ui/facts"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import type { SourceSetUp, SourceState } from "@/lib/directory/source/schema"

type SourceSectionProps = { environment: string; state: SourceState }

/** The operator's own database as a source of the directory: where it is, when it is read, and what came of it. */
export function SourceSection({ environment, state }: SourceSectionProps) {
  const t = useTranslations("directory-source")
  const { source, runs, nextAt } = state
  const isActive = runs.some((run) => run.state === "queued" || run.state === "running")
  return (
    <Panel title={t("title")} actions={<SourceActs environment={environment} state={state} active={isActive} />}>
      {isActive && <KeepFresh />}
      <div className="flex flex-col gap-4">
        {source === null && <p className="max-w-3xl text-muted">{t(state.may.setUp ? "noneYet" : "noneForOthers")}</p>}
        {source !== null && (
          <p>
            {nextAt === null
              ? t("byHand")
              : t.rich("schedule", { hours: source.everyHours, at: () => <Time at={nextAt} show="moment" /> })}
          </p>
        )}
        {source?.setUp && <SetUp setUp={source.setUp} />}
        {runs.length > 0 && <SourceRuns runs={runs} />}
      </div>
    </Panel>
  )
}

function SetUp({ setUp }: { setUp: SourceSetUp }) {
  const t = useTranslations("directory-source")
  const { host, port, database, user, sslmode, statement, mode, savedAt } = setUp
  const code = (text: string) => <code className="break-all font-mono text-sm">{text}</code>
  const facts = [
    { label: t("place"), value: code(`${host.includes(":") ? `[${host}]` : host}:${port}/${database}`) },
    { label: t("user"), value: code(user) },
    { label: t("sslmode"), value: t(`sslmodes.${sslmode}`) },
    { label: t("statement"), value: <pre className="whitespace-pre-wrap font-mono text-sm">{statement}</pre> },
    { label: t("mode"), value: t(`modes.${mode}`) },
    { label: t("savedAt"), value: <Time at={savedAt} show="instant" /> },
  ]
  return <Facts facts={facts} />
}
