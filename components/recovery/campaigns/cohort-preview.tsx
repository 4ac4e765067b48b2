import Link from "next/link"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Banner } from "@/components/ui/banner"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import type { CohortCounts } from "@/lib/recovery/campaigns/measuring/queries"
import { leastHeldOut } from "@/lib/recovery/campaigns/rules"
import type { CampaignView } from "@/lib/recovery/campaigns/schema"
import { consentPortal } from "@/lib/recovery/rules"

type CohortPreviewProps = {
  environment: string
  campaign: CampaignView
  cohort: CohortCounts
  hasEndpoint: boolean
}

const institutionsShown = 8

/** Whom a draft would ask, in numbers, whom it leaves out, and why. */
export function CohortPreview({ environment, campaign, cohort, hasEndpoint }: CohortPreviewProps) {
  const t = useTranslations("campaigns.preview")
  const { members, heldOut } = campaign
  const rest = cohort.institutions.slice(institutionsShown)
  const others = rest.reduce((sum, { links }) => sum + links, 0)
  return (
    <>
      <Banner title={t("title", { count: members - heldOut })}>
        <p>{t("heldOut", { count: heldOut, percent: campaign.heldOutPercent })}</p>
        {heldOut > 0 && heldOut < leastHeldOut && <p>{t("heldOutFew", { least: leastHeldOut })}</p>}
        <p>{t.rich("judged", { at: () => <Time at={campaign.judgedAt} show="moment" /> })}</p>
        {!hasEndpoint && (
          <p>
            {t.rich("noEndpoint", {
              set: (words) => (
                <Link href={`/${environment}/recovery/outgoing`} className="underline">
                  {words}
                </Link>
              ),
            })}
          </p>
        )}
      </Banner>
      <Panel title={t("chosen", { count: cohort.chosen })}>
        <div className="grid gap-x-10 gap-y-4 md:grid-cols-3">
          <Group title={t("byStatus")}>
            {cohort.statuses.map(({ name, links }) => (
              <Line key={name} label={<LinkStatusBadge status={name} />} links={links} />
            ))}
          </Group>
          <Group title={t("byInstitution")}>
            {cohort.institutions.slice(0, institutionsShown).map(({ name, links }) => (
              <Line key={name} label={<span className="break-all font-mono text-sm">{name}</span>} links={links} />
            ))}
            {rest.length > 0 && <Line label={t("otherInstitutions", { count: rest.length })} links={others} />}
          </Group>
          <Group title={t("leftOut")}>
            {cohort.leftOut.length === 0 && <p className="text-faint">{t("nobodyLeftOut")}</p>}
            {cohort.leftOut.map(({ reason, links }) => (
              <Line key={reason} label={t(`reasons.${reason}`, { days: campaign.askedWithinDays })} links={links} />
            ))}
          </Group>
        </div>
        {cohort.leftOut.some(({ reason }) => reason === "consent") && (
          <p className="mt-4 max-w-3xl text-muted">
            {t.rich("consent", { address: () => <code className="break-all font-mono text-sm">{consentPortal}</code> })}
          </p>
        )}
      </Panel>
    </>
  )
}

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="flex min-w-0 flex-col gap-2">
    <h3 className="text-muted text-sm">{title}</h3>
    {children}
  </div>
)

const Line = ({ label, links }: { label: ReactNode; links: number }) => (
  <p className="flex items-center justify-between gap-3">
    <span className="min-w-0">{label}</span>
    <Num value={links} />
  </p>
)
