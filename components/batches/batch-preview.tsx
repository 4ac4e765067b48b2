import { useTranslations } from "next-intl"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Banner } from "@/components/ui/banner"
import { Breakdown, BreakdownLine } from "@/components/ui/breakdown"
import { Named } from "@/components/ui/named"
import { Panel } from "@/components/ui/panel"
import type { Preview } from "@/lib/batches/preview/queries"

const institutionsShown = 8

type BatchPreviewProps = {
  preview: Preview
  /** How many links the list showed; null where they were named. */
  expected: number | null
}

/** What Belvo would be asked for, in numbers, and what is left out and why. */
export function BatchPreview({ preview, expected }: BatchPreviewProps) {
  const t = useTranslations("batches.preview")
  const tReasons = useTranslations("batches.reasons")
  const { links, statuses, institutions, leftOut } = preview
  const rest = institutions.slice(institutionsShown)
  const others = rest.reduce((sum, one) => sum + one.links, 0)
  const chosen = leftOut.reduce((sum, one) => sum + one.links, links)
  return (
    <>
      {expected !== null && expected !== chosen && (
        <Banner grade="warning" title={t("expected", { expected, count: chosen })} />
      )}
      <Panel title={t("title", { count: links })}>
        <div className="grid gap-x-10 gap-y-4 md:grid-cols-3">
          {links > 0 && (
            <>
              <Breakdown title={t("byStatus")}>
                {statuses.map(({ status, links: count }) => (
                  <BreakdownLine key={status} label={<LinkStatusBadge status={status} />} count={count} />
                ))}
              </Breakdown>
              <Breakdown title={t("byInstitution")}>
                {institutions.slice(0, institutionsShown).map(({ institution, displayName, links: count }) => (
                  <BreakdownLine
                    key={institution}
                    label={<Named name={displayName} code={institution} isCoded />}
                    count={count}
                  />
                ))}
                {rest.length > 0 && <BreakdownLine label={t("others", { count: rest.length })} count={others} />}
              </Breakdown>
            </>
          )}
          <Breakdown title={t("leftOut")}>
            {leftOut.length === 0 && <p className="text-faint">{t("nothingLeftOut")}</p>}
            {leftOut.map(({ reason, links: count }) => (
              <BreakdownLine key={reason} label={tReasons(reason)} count={count} />
            ))}
          </Breakdown>
        </div>
      </Panel>
    </>
  )
}
