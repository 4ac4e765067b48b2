import Link from "next/link"
import { useTranslations } from "next-intl"
import { EmptyState } from "@/components/ui/empty-state"
import { Num } from "@/components/ui/num"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Time } from "@/components/ui/time"
import type { PlanView } from "@/lib/duplicates/plans/schema"
import { PlanStateBadge } from "./plan-state"

/** What was decided about duplicates, the latest first; each opens its own page. */
export function PlanTable({ environment, plans }: { environment: string; plans: readonly PlanView[] }) {
  const t = useTranslations("plans")
  if (plans.length === 0) return <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>
  return (
    <PlainTable label={t("title")} head={<Heads />}>
      {plans.map((plan) => (
        <tr key={plan.id} className="hover:bg-hover">
          <Cell>
            <Link href={`/${environment}/duplicates/plans/${plan.id}`} className="hover:underline">
              <Time at={plan.createdAt} show="instant" />
            </Link>
          </Cell>
          <Cell>
            <PlanStateBadge state={plan.state} />
          </Cell>
          <Cell wide>{plan.createdBy}</Cell>
          <Cell end wide>
            <Num value={plan.groups} />
          </Cell>
          <Cell end>
            <Num value={plan.items} />
          </Cell>
        </tr>
      ))}
    </PlainTable>
  )
}

function Heads() {
  const t = useTranslations("plans.columns")
  return (
    <>
      <Head>{t("createdAt")}</Head>
      <Head>{t("state")}</Head>
      <Head wide>{t("by")}</Head>
      <Head end wide>
        {t("groups")}
      </Head>
      <Head end>{t("items")}</Head>
    </>
  )
}
