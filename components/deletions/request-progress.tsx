import { useTranslations } from "next-intl"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { Panel } from "@/components/ui/panel"
import { Progress } from "@/components/ui/progress"
import type { RequestView } from "@/lib/deletions/requests/queries"

/** How far a request is that is being carried out, renewed as long as somebody looks. */
export function RequestProgress({ request }: { request: RequestView }) {
  const t = useTranslations("deletions.progress")
  const { counts, links } = request
  const settled = counts.done + counts.already_gone + counts.failed + counts.skipped
  return (
    <Panel title={t("title")}>
      <KeepFresh />
      <div className="flex flex-col gap-3">
        <Progress label={t("sent")} done={Math.min(links, settled + counts.accepted)} total={links} />
        <Progress label={t("settled")} done={Math.min(links, settled)} total={links} />
        <p className="text-faint text-sm">{t("mayLeave")}</p>
      </div>
    </Panel>
  )
}
