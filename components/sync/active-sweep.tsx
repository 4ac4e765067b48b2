"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useRef } from "react"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { useStream } from "@/components/shell/use-stream"
import { useSweepAct } from "@/components/sync/use-sweep-act"
import { Button } from "@/components/ui/button"
import { Facts } from "@/components/ui/facts"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import { Progress } from "@/components/ui/progress"
import { Time } from "@/components/ui/time"
import { cancelSweepAction } from "@/lib/sync/actions"
import { type RunProgress, sweepProgress } from "@/lib/sync/progress/schema"

type ActiveSweepProps = {
  environment: string
  /** As the page was rendered; null where none waits or runs. */
  run: RunProgress | null
  mayCancel: boolean
}

/** The sweep that waits or runs, as the server tells of it; where none does, one that begins renders the page anew. */
export function ActiveSweep({ environment, run: rendered, mayCancel }: ActiveSweepProps) {
  const router = useRouter()
  const refreshedFor = useRef<string | null>(undefined)
  const told = useStream(`/api/${environment}/sync/events`, {
    schema: sweepProgress,
    onTold: ({ run }) => {
      const id = run?.id ?? null
      if (id === (rendered?.id ?? null) || id === refreshedFor.current) return
      refreshedFor.current = id
      router.refresh()
    },
  })
  if (!rendered) return null
  const run = told?.run?.id === rendered.id ? told.run : rendered
  return (
    <>
      {!told && <KeepFresh />}
      <SweepPanel environment={environment} run={run} mayCancel={mayCancel} />
    </>
  )
}

type SweepPanelProps = { environment: string; run: RunProgress; mayCancel: boolean }

/** How far it is, and the way to end it. */
function SweepPanel({ environment, run, mayCancel }: SweepPanelProps) {
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

function Changes({ run }: { run: RunProgress }) {
  const t = useTranslations("sync.active")
  const { inserted, updated, removed } = run
  return t("changed", { inserted, updated, removed })
}

type Phase = "waiting" | "pages" | "delta" | "confirming"

function phaseOf({ kind, state, phase, missing }: RunProgress): Phase {
  if (state === "queued") return "waiting"
  if (phase === "confirming" && missing) return "confirming"
  return kind === "delta" ? "delta" : "pages"
}

const doneOf = (run: RunProgress): { done: number; total: number | null } =>
  phaseOf(run) === "confirming" ? { done: run.checked, total: run.missing } : { done: run.seen, total: run.expected }
