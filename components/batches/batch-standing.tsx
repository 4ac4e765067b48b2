import { useTranslations } from "next-intl"
import { BatchStateBadge } from "@/components/batches/batch-state"
import { LiveProgress } from "@/components/shell/live-progress"
import { Banner } from "@/components/ui/banner"
import { Facts } from "@/components/ui/facts"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import type { BatchView } from "@/lib/batches/queries"
import { isHeld } from "@/lib/batches/rules"
import type { Progress } from "@/lib/progress"

type BatchStandingProps = { environment: string; batch: BatchView; progress: Progress }

/** How far a batch is, what holds it up, who asked for it and when. */
export function BatchStanding({ batch, ...more }: BatchStandingProps) {
  const t = useTranslations("batches.standing")
  return (
    <>
      <Words batch={batch} />
      {!more.progress.over && <Running batch={batch} {...more} />}
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

function Running({ environment, batch: { id, state }, progress }: BatchStandingProps) {
  const t = useTranslations("batches.progress")
  const path = `/api/${environment}/progress/batch/${id}`
  return (
    <Panel title={t("title")}>
      <div className="flex flex-col gap-3">
        <LiveProgress path={path} rendered={progress} labels={{ asked: t("asked") }} />
        {state === "running" && <p className="text-faint text-sm">{t("mayLeave")}</p>}
      </div>
    </Panel>
  )
}
