"use client"

import { useTranslations } from "next-intl"
import { KeepFresh } from "@/components/sync/keep-fresh"
import { useSweepAct } from "@/components/sync/use-sweep-act"
import { Button } from "@/components/ui/button"
import { Facts } from "@/components/ui/facts"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import { Progress } from "@/components/ui/progress"
import { Time } from "@/components/ui/time"
import { cancelSweepAction } from "@/lib/sync/actions"
import type { SweepRun } from "@/lib/sync/queries"

type ActiveSweepProps = { environment: string; run: SweepRun; mayCancel: boolean }

/** The sweep that waits or runs: how far it is, and the way to end it. */
export function ActiveSweep({ environment, run, mayCancel }: ActiveSweepProps) {
  const t = useTranslations("sync.active")
  const { pending, act } = useSweepAct(environment)
  const cancelling = pending || run.cancelRequestedAt !== null
  const cancel = mayCancel && (
    <Button size="sm" pending={cancelling} onClick={() => act(() => cancelSweepAction(environment, { runId: run.id }))}>
      {cancelling ? t("cancelling") : t("cancel")}
    </Button>
  )
  return (
    <Panel title={t(phaseOf(run))} actions={cancel}>
      <KeepFresh />
      <div className="flex flex-col gap-3">
        <Progress label={t(phaseOf(run))} {...doneOf(run)} />
        <Facts
          facts={[
            { label: t("startedAt"), value: <Time at={run.startedAt} /> },
            { label: t("requests"), value: <Num value={run.requests} /> },
            { label: t("changes"), value: <Changes run={run} /> },
          ]}
        />
      </div>
    </Panel>
  )
}

function Changes({ run }: { run: SweepRun }) {
  const t = useTranslations("sync.active")
  const { inserted, updated, removed } = run
  return t("changed", { inserted, updated, removed })
}

type Phase = "waiting" | "pages" | "confirming"

function phaseOf({ state, phase, missing }: SweepRun): Phase {
  if (state === "queued") return "waiting"
  return phase === "confirming" && missing ? "confirming" : "pages"
}

const doneOf = (run: SweepRun): { done: number; total: number | null } =>
  phaseOf(run) === "confirming" ? { done: run.checked, total: run.missing } : { done: run.seen, total: run.expected }
