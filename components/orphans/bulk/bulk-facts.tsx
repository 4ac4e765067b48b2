import Link from "next/link"
import { useTranslations } from "next-intl"
import { BulkState } from "@/components/orphans/bulk/bulk-state"
import { LiveProgress } from "@/components/shell/live-progress"
import { Facts } from "@/components/ui/facts"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import type { BulkView } from "@/lib/orphans/bulk/queries"

/** Who decided what about how many, and how far it is. */
export function BulkFacts({ environment, bulk }: { environment: string; bulk: BulkView }) {
  const t = useTranslations("orphans.bulk")
  const { id, kind, state, undoneBy, undoes, links, done, decided } = bulk
  const path = `/${environment}/orphans`
  const leads = (href: string, words: string) => (
    <Link href={href} className="text-accent-text underline">
      {words}
    </Link>
  )
  const facts = [
    { label: t("columns.kind"), value: t(`kind.${kind}`) },
    { label: t("columns.state"), value: <BulkState bulk={bulk} /> },
    { label: t("columns.by"), value: bulk.memberName },
    { label: t("columns.links"), value: <Num value={links} /> },
    { label: t("columns.decided"), value: <Num value={decided} /> },
    ...(bulk.until ? [{ label: t("until"), value: <Time at={bulk.until} show="instant" /> }] : []),
    ...(undoes ? [{ label: t("undoes"), value: leads(`${path}/decisions/${undoes}`, t("open")) }] : []),
    ...(undoneBy ? [{ label: t("undoneBy"), value: leads(`${path}/decisions/${undoneBy}`, t("open")) }] : []),
    ...(undoes ? [] : [{ label: t("filter"), value: leads(`${path}?${bulk.params}`, t("openList")) }]),
  ]
  return (
    <Panel title={t("facts")}>
      <div className="flex flex-col gap-3">
        <Facts facts={facts} />
        {state === "running" && (
          <>
            <LiveProgress
              path={`/api/${environment}/progress/orphans/${id}`}
              rendered={{ over: false, steps: [{ name: "decided", done, total: links }], rest: "" }}
              labels={{ decided: t("progress") }}
            />
            <p className="text-faint text-sm">{t("mayLeave")}</p>
          </>
        )}
      </div>
    </Panel>
  )
}
