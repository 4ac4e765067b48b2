import { useTranslations } from "next-intl"
import { BatchStateBadge } from "@/components/batches/batch-state"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { Banner } from "@/components/ui/banner"
import { Facts } from "@/components/ui/facts"
import { Panel } from "@/components/ui/panel"
import { Progress } from "@/components/ui/progress"
import { Time } from "@/components/ui/time"
import type { BatchView } from "@/lib/batches/queries"
import { isHeld } from "@/lib/batches/rules"

/** How far a batch is, what holds it up, who asked for it and when. */
export function BatchStanding({ batch }: { batch: BatchView }) {
  const t = useTranslations("batches.standing")
  return (
    <>
      <Words batch={batch} />
      {(batch.state === "running" || batch.state === "paused") && <Running batch={batch} />}
      <Panel>
        <Facts
          facts={[
            { label: t("state"), value: <BatchStateBadge batch={batch} /> },
            { label: t("by"), value: batch.confirmedBy ?? batch.createdBy },
            { label: t("at"), value: <Time at={batch.confirmedAt ?? batch.createdAt} show="instant" /> },
            { label: t("endedAt"), value: <Time at={batch.endedAt} show="instant" /> },
          ]}
        />
      </Panel>
    </>
  )
}

function Words({ batch }: { batch: BatchView }) {
  const t = useTranslations("batches.standing")
  const { state, problem, movedBy, counts } = batch
  if (isHeld(batch)) {
    return (
      <Banner grade="warning" title={t("held")}>
        {t.rich("heldWhy", { at: () => <Time at={batch.heldUntil} show="clock" /> })}
      </Banner>
    )
  }
  if (state === "running" && problem !== null) {
    return (
      <Banner grade="warning" title={t("problem")}>
        {t("problemWhy", { code: problem })}
      </Banner>
    )
  }
  if (state === "paused" && movedBy === null && problem !== null) {
    return (
      <Banner grade="warning" title={t("unread")}>
        {t("unreadWhy", { code: problem })}
      </Banner>
    )
  }
  if (state === "paused") return <Banner grade="warning" title={t("paused", { name: movedBy ?? "" })} />
  if (state === "cancelled") return <Banner title={t("cancelled", { name: movedBy ?? "", count: counts.cancelled })} />
  if (state === "expired") return <Banner title={t("expired")} />
  if (state !== "done") return null
  return (
    <>
      {counts.failed > 0 && (
        <Banner grade="danger" title={t("failed", { count: counts.failed })}>
          {t("failedWhy")}
        </Banner>
      )}
      {counts.unknown > 0 && (
        <Banner grade="warning" title={t("unknown", { count: counts.unknown })}>
          {t("unknownWhy")}
        </Banner>
      )}
    </>
  )
}

/** Renewed as long as somebody looks. */
function Running({ batch: { state, counts } }: { batch: BatchView }) {
  const t = useTranslations("batches.progress")
  const settled = counts.done + counts.unknown + counts.failed
  return (
    <Panel title={t("title")}>
      <KeepFresh />
      <div className="flex flex-col gap-3">
        <Progress label={t("asked")} done={settled} total={settled + counts.waiting + counts.sent} />
        {state === "running" && <p className="text-faint text-sm">{t("mayLeave")}</p>}
      </div>
    </Panel>
  )
}
