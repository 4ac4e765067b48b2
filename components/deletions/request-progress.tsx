import { useTranslations } from "next-intl"
import { LiveProgress } from "@/components/shell/live-progress"
import { Panel } from "@/components/ui/panel"
import type { Progress } from "@/lib/progress"

type RequestProgressProps = { environment: string; requestId: string; progress: Progress }

/** How far a request is that is being carried out, as the server tells of it. */
export function RequestProgress({ environment, requestId, progress }: RequestProgressProps) {
  const t = useTranslations("deletions.progress")
  return (
    <Panel title={t("title")}>
      <div className="flex flex-col gap-3">
        <LiveProgress
          path={`/api/${environment}/progress/deletion/${requestId}`}
          rendered={progress}
          labels={{ sent: t("sent"), settled: t("settled") }}
        />
        <p className="text-faint text-sm">{t("mayLeave")}</p>
      </div>
    </Panel>
  )
}
