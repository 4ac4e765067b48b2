import { useTranslations } from "next-intl"
import type { ListedSweep, SweepRun } from "@/lib/sync/queries"
import { type SweepFailure, sweepKinds } from "@/lib/sync/schema"

export function RunKind({ kind }: { kind: string }) {
  const t = useTranslations("sync.kinds")
  const known = sweepKinds.find((one) => one === kind)
  return known ? t(known) : kind
}

/** The clock, the command line, or the member's name. */
export function RunBy({ run }: { run: Pick<ListedSweep, "cause" | "requestedByName"> }) {
  const t = useTranslations("sync.by")
  if (run.cause === "button") return run.requestedByName ?? t("button")
  return t(run.cause === "command" ? "command" : "schedule")
}

export function RunTook({ run }: { run: Pick<SweepRun, "startedAt" | "finishedAt"> }) {
  const t = useTranslations("sync")
  if (!run.startedAt || !run.finishedAt) return <span className="text-faint">—</span>
  const seconds = Math.max(0, Math.round((run.finishedAt.getTime() - run.startedAt.getTime()) / 1000))
  return t("took", { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
}

/** Why it ended early, in our words where there are any, in Belvo's where not. */
export function FailureText({ failure: { kind, message } }: { failure: SweepFailure }) {
  const t = useTranslations("sync.failures")
  const told = knownFailures.find((one) => one === kind)
  return told ? t(told) : message
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
  "key_does_not_open",
  "host_not_allowed",
] as const
