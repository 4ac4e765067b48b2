import { useTranslations } from "next-intl"
import { RequestStateBadge } from "@/components/deletions/request-state"
import { Banner } from "@/components/ui/banner"
import { Facts } from "@/components/ui/facts"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import type { RequestView } from "@/lib/deletions/requests/queries"

/** Where a request stands and what comes next; who asked for it, who decided, and when. */
export function RequestFacts({ request }: { request: RequestView }) {
  const t = useTranslations("deletions.request")
  // Only with the request itself it is known whether somebody else must approve.
  const decidedBy = request.needsApproval || request.requestedAt === null ? (request.decidedBy ?? "—") : t("notNeeded")
  return (
    <>
      <Standing request={request} />
      <Panel>
        <div className="grid gap-x-10 gap-y-4 md:grid-cols-2">
          <Facts
            facts={[
              { label: t("state"), value: <RequestStateBadge state={request.state} /> },
              { label: t("by"), value: request.requestedBy ?? request.createdBy },
              { label: t("at"), value: <Time at={request.requestedAt ?? request.createdAt} show="instant" /> },
              { label: t("reason"), value: <span className="break-words">{request.reason ?? "—"}</span> },
            ]}
          />
          <Facts
            facts={[
              { label: t("decidedBy"), value: decidedBy },
              { label: t("decidedAt"), value: <Time at={request.decidedAt} show="instant" /> },
              { label: t("heldUntil"), value: <Time at={request.heldUntil} show="instant" /> },
              { label: t("endedAt"), value: <Time at={request.endedAt} show="instant" /> },
            ]}
          />
        </div>
      </Panel>
    </>
  )
}

function Standing({ request }: { request: RequestView }) {
  const t = useTranslations("deletions.standing")
  const { state, problem, heldUntil, decidedBy, decisionReason, counts, cancelledBy } = request
  const until = () => <Time at={heldUntil} show="moment" />
  if (state === "awaiting_approval") return <Banner title={t("awaiting")}>{t("awaitingWhy")}</Banner>
  if (state === "held") {
    return (
      <Banner grade="warning" title={t.rich("held", { until, count: counts.requested })}>
        {t("heldWhy")}
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
  if (state === "done" && counts.failed > 0) {
    return (
      <Banner grade="danger" title={t("failed", { count: counts.failed })}>
        {t("failedWhy")}
      </Banner>
    )
  }
  if (state === "refused") {
    return (
      <Banner grade="danger" title={t("refused", { name: decidedBy ?? "" })}>
        {decisionReason}
      </Banner>
    )
  }
  if (state === "cancelled") return <Banner title={t("cancelled", { name: cancelledBy ?? "" })} />
  if (state === "expired") return <Banner title={t("expired")} />
  return null
}
