import Link from "next/link"
import { useTranslations } from "next-intl"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Banner } from "@/components/ui/banner"
import { Breakdown, BreakdownLine } from "@/components/ui/breakdown"
import { Named } from "@/components/ui/named"
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
  /** They are led to where that is done, others to who does it. */
  maySetEndpoint: boolean
}

const institutionsShown = 8

/** Whom a draft would ask, in numbers, whom it leaves out, and why. */
export function CohortPreview({ environment, campaign, cohort, hasEndpoint, maySetEndpoint }: CohortPreviewProps) {
  const t = useTranslations("campaigns.preview")
  const { members, heldOut } = campaign
  const settings = `/settings/outgoing#environment-${environment}`
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
                <Link href={maySetEndpoint ? settings : `/${environment}/recovery/outgoing`} className="underline">
                  {words}
                </Link>
              ),
            })}
          </p>
        )}
      </Banner>
      <Panel title={t("chosen", { count: cohort.chosen })}>
        <div className="grid gap-x-10 gap-y-4 md:grid-cols-3">
          <Breakdown title={t("byStatus")}>
            {cohort.statuses.map(({ name, links }) => (
              <BreakdownLine key={name} label={<LinkStatusBadge status={name} />} count={links} />
            ))}
          </Breakdown>
          <Breakdown title={t("byInstitution")}>
            {cohort.institutions.slice(0, institutionsShown).map(({ name, displayName, links }) => (
              <BreakdownLine key={name} label={<Named name={displayName} code={name} isCoded />} count={links} />
            ))}
            {rest.length > 0 && <BreakdownLine label={t("otherInstitutions", { count: rest.length })} count={others} />}
          </Breakdown>
          <Breakdown title={t("leftOut")}>
            {cohort.leftOut.length === 0 && <p className="text-faint">{t("nobodyLeftOut")}</p>}
            {cohort.leftOut.map(({ reason, links }) => (
              <BreakdownLine
                key={reason}
                label={t(`reasons.${reason}`, { days: campaign.askedWithinDays })}
                count={links}
              />
            ))}
          </Breakdown>
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
