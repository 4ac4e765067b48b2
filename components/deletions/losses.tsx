import { useTranslations } from "next-intl"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Banner } from "@/components/ui/banner"
import { Breakdown, BreakdownLine } from "@/components/ui/breakdown"
import { Named } from "@/components/ui/named"
import { Panel } from "@/components/ui/panel"
import type { Losses as LossesOf } from "@/lib/deletions/requests/preview/queries"
import { ageGroups } from "@/lib/deletions/requests/preview/rules"

const institutionsShown = 8

/** What Belvo would forget for good, in numbers, and what speaks against it. */
export function Losses({ losses, expected }: { losses: LossesOf; expected: number | null }) {
  const t = useTranslations("deletions.losses")
  const { statuses, institutions, ages } = losses
  const rest = institutions.slice(institutionsShown)
  const others = rest.reduce((sum, { links }) => sum + links, 0)
  return (
    <>
      <Warnings losses={losses} expected={expected} />
      <Panel title={t("title", { count: losses.links })}>
        <div className="grid gap-x-10 gap-y-4 md:grid-cols-3">
          <Breakdown title={t("byStatus")}>
            {statuses.map(({ status, links }) => (
              <BreakdownLine key={status} label={<LinkStatusBadge status={status} />} count={links} />
            ))}
          </Breakdown>
          <Breakdown title={t("byInstitution")}>
            {institutions.slice(0, institutionsShown).map(({ institution, displayName, links }) => (
              <BreakdownLine
                key={institution}
                label={<Named name={displayName} code={institution} isCoded />}
                count={links}
              />
            ))}
            {rest.length > 0 && <BreakdownLine label={t("otherInstitutions", { count: rest.length })} count={others} />}
          </Breakdown>
          <Breakdown title={t("byAge")}>
            {ageGroups.map((name) => (
              <BreakdownLine key={name} label={t(`ages.${name}`)} count={ages[name]} />
            ))}
          </Breakdown>
        </div>
      </Panel>
    </>
  )
}

function Warnings({ losses, expected }: { losses: LossesOf; expected: number | null }) {
  const t = useTranslations("deletions.losses")
  const { links, leftOut, inDirectory, survivorsMissing, survivorsBroken, consents, statuses } = losses
  const works = statuses.find(({ status }) => status === "valid")?.links ?? 0
  const chosen = links + leftOut.removed + leftOut.underWay
  const lines = [
    works > 0 && t("works", { count: works }),
    inDirectory > 0 && t("inDirectory", { count: inDirectory }),
    consents > 0 && t("consents", { count: consents }),
    survivorsMissing > 0 && t("survivorsMissing", { count: survivorsMissing }),
    survivorsBroken > 0 && t("survivorsBroken", { count: survivorsBroken }),
    leftOut.removed > 0 && t("leftOutRemoved", { count: leftOut.removed }),
    leftOut.underWay > 0 && t("leftOutUnderWay", { count: leftOut.underWay }),
    expected !== null && expected !== chosen && t("expected", { expected, count: chosen }),
  ].filter((line) => line !== false)
  if (lines.length === 0) return null
  return (
    <Banner grade="warning" title={t("heed")}>
      <ul className="list-disc pl-5">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Banner>
  )
}
