import { useTranslations } from "next-intl"
import { Time } from "@/components/ui/time"
import type { RecoveryRow } from "@/lib/recovery/list/schema"
import { ErrorText } from "./error-text"
import { OutcomeBadge } from "./outcome-badge"

/** What has become of it, why where the widget said so, and until when it can still be used. */
export function OutcomeCell({ row }: { row: RecoveryRow }) {
  const t = useTranslations("recoveries")
  const { outcome, lastTry, errorCode, expiresAt, kind } = row
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-2 md:max-w-56 md:whitespace-normal">
      <span className="md:hidden">{t(`kinds.${kind}`)}</span>
      <OutcomeBadge outcome={outcome} />
      <span className="text-muted text-sm">
        {outcome === "open" &&
          lastTry === null &&
          kind === "address" &&
          t.rich("until", { at: () => <Time at={expiresAt} show="date" /> })}
        {lastTry !== null && outcome !== lastTry && t(`lastTry.${lastTry}`)}
        {errorCode !== null && (outcome === "failed" || lastTry === "failed") && (
          <>
            {lastTry !== null && outcome !== lastTry && ": "}
            <ErrorText code={errorCode} />
          </>
        )}
      </span>
    </span>
  )
}
