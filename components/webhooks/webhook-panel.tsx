"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Facts } from "@/components/ui/facts"
import { Id } from "@/components/ui/id"
import { RawText } from "@/components/ui/raw-text"
import { SidePanel } from "@/components/ui/side-panel"
import { Time } from "@/components/ui/time"
import { RereadButton } from "@/components/webhooks/reread-button"
import { WebhookName } from "@/components/webhooks/webhook-name"
import { Change, WebhookOutcome } from "@/components/webhooks/webhook-outcome"
import type { WebhookDetail } from "@/lib/webhooks/inbox/queries"

type WebhookPanelProps = { environment: string; webhook: WebhookDetail; closeHref: string; mayReread: boolean }

/** One webhook: when it came and how often, what its link's reading found, and the body as it came. */
export function WebhookPanel({ environment, webhook, closeHref, mayReread }: WebhookPanelProps) {
  const t = useTranslations("webhooks")
  const router = useRouter()
  return (
    <SidePanel
      label={t("detail.title")}
      onClose={() => router.push(closeHref, { scroll: false })}
      header={
        <div className="flex items-center gap-3">
          <h2 className="font-semibold">{t("detail.title")}</h2>
          {mayReread && webhook.linkId && <RereadButton environment={environment} eventId={webhook.id} />}
        </div>
      }
    >
      <div className="flex flex-col gap-5">
        <WebhookFacts webhook={webhook} />
        <Part title={t("detail.caused")}>
          {webhook.caused.length === 0 && <p className="text-muted">{t("detail.causedNothing")}</p>}
          <ul className="flex flex-col gap-1">
            {webhook.caused.map((caused) => (
              <li key={`${caused.kind} ${caused.after} ${caused.at.getTime()}`} className="flex flex-wrap gap-x-2">
                <Time at={caused.at} show="instant" /> <Change caused={caused} />
              </li>
            ))}
          </ul>
        </Part>
        <Part title={t("detail.payload")}>
          <Payload payload={webhook.payload} />
        </Part>
      </div>
    </SidePanel>
  )
}

function WebhookFacts({ webhook }: { webhook: WebhookDetail }) {
  const t = useTranslations("webhooks")
  const { processType, requestId, receivedAt, repeats, lastRepeatAt, processedAt, rawHash, linkId } = webhook
  const repeated =
    repeats === 0 ? (
      t("detail.never")
    ) : (
      <span>
        {t("detail.repeatedTimes", { count: repeats })} <Time at={lastRepeatAt} show="instant" />
      </span>
    )
  return (
    <Facts
      facts={[
        { label: t("columns.what"), value: <WebhookName type={webhook.type} code={webhook.code} /> },
        { label: t("columns.outcome"), value: <WebhookOutcome row={{ ...webhook, caused: [] }} /> },
        { label: t("columns.link"), value: linkId ? <Id value={linkId} whole /> : "—" },
        { label: t("columns.requestId"), value: requestId ? <Id value={requestId} whole /> : "—" },
        { label: t("detail.process"), value: processType ?? "—" },
        { label: t("detail.received"), value: <Time at={receivedAt} show="instant" /> },
        { label: t("detail.repeated"), value: repeated },
        {
          label: t("detail.processed"),
          value: processedAt ? <Time at={processedAt} show="instant" /> : t("detail.notYet"),
        },
        { label: t("detail.hash"), value: <Id value={rawHash} /> },
      ]}
    />
  )
}

/** As text, whatever it holds: a body that anybody may have sent is never anything else. */
function Payload({ payload }: { payload: WebhookDetail["payload"] }) {
  const t = useTranslations("webhooks.detail")
  if (payload.kind === "withheld") return <p className="text-muted">{t("withheld")}</p>
  if (payload.kind === "ended") return <p className="text-muted">{t("ended")}</p>
  return <RawText text={payload.text} label={t("payload")} />
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="font-medium">{title}</h3>
      {children}
    </section>
  )
}
