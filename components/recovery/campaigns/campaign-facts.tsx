import Link from "next/link"
import { useTranslations } from "next-intl"
import { Facts } from "@/components/ui/facts"
import { Id } from "@/components/ui/id"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import type { CampaignView } from "@/lib/recovery/campaigns/schema"
import { CampaignStateBadge } from "./campaign-state"

/** How it was set up, by whom, and what has been done with it. */
export function CampaignFacts({ environment, campaign }: { environment: string; campaign: CampaignView }) {
  const t = useTranslations("campaigns.facts")
  const c = campaign
  const signed = (by: string | null, at: string | null) => (
    <>
      <Time at={at} show="instant" /> {by}
    </>
  )
  return (
    <Panel title={t("title")}>
      <div className="grid gap-x-10 gap-y-4 md:grid-cols-2">
        <Facts
          facts={[
            { label: t("state"), value: <CampaignStateBadge state={c.state} /> },
            { label: t("source"), value: <Source environment={environment} campaign={c} /> },
            { label: t("validDays"), value: t("days", { count: c.validDays }) },
            { label: t("heldOut"), value: t("percent", { percent: c.heldOutPercent, count: c.heldOut }) },
            { label: t("stop"), value: t("stopAt", { percent: c.stopPercent }) },
            { label: t("seed"), value: <Id value={c.seed} /> },
          ]}
        />
        <Facts
          facts={[
            { label: t("created"), value: signed(c.createdBy, c.createdAt) },
            { label: t("started"), value: signed(c.startedBy, c.startedAt) },
            { label: t("expires"), value: <Time at={c.expiresAt} show="instant" /> },
            { label: t("reminded"), value: <Time at={c.remindedAt} show="instant" /> },
            { label: t("ended"), value: signed(c.endedBy, c.endedAt) },
          ]}
        />
      </div>
    </Panel>
  )
}

function Source({ environment, campaign }: { environment: string; campaign: CampaignView }) {
  const t = useTranslations("campaigns.facts")
  if (campaign.filter === null) return t("ids", { count: campaign.lines })
  return (
    <Link
      href={`/${environment}/links${campaign.filter && `?${campaign.filter}`}`}
      prefetch={false}
      className="text-accent-text underline"
    >
      {t("links")}
    </Link>
  )
}
