import Link from "next/link"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { type Fact, Facts } from "@/components/ui/facts"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import type { PlanView } from "@/lib/duplicates/plans/schema"
import { PlanStateBadge } from "./plan-state"

type PlanFactsProps = {
  environment: string
  plan: PlanView
  /** Old links that Belvo no longer has; null before any may be deleted. */
  gone: number | null
}

/** How many links of how many groups, how far it is, who did what, and what did not enter. */
export function PlanFacts({ environment, plan, gone }: PlanFactsProps) {
  const t = useTranslations("plans.facts")
  const ended = plan.state === "done" ? t("done") : t("cancelled")
  const facts: readonly (Fact | null)[] = [
    { label: t("state"), value: <PlanStateBadge state={plan.state} /> },
    { label: t("groups"), value: <Num value={plan.groups} /> },
    { label: t("items"), value: <Num value={plan.items} /> },
    gone === null ? null : { label: t("gone"), value: t("goneOf", { gone, items: plan.items }) },
    { label: t("created"), value: <Signed by={plan.createdBy} at={plan.createdAt} /> },
    plan.reviewedAt && { label: t("reviewed"), value: <Signed by={plan.reviewedBy} at={plan.reviewedAt} /> },
    plan.appliedAt && { label: t("applied"), value: <Signed by={plan.appliedBy} at={plan.appliedAt} /> },
    plan.endedAt && { label: ended, value: <Signed by={plan.endedBy} at={plan.endedAt} /> },
  ].map((fact) => fact || null)
  return (
    <Panel title={t("title")}>
      <div className="flex flex-col gap-3">
        <Facts facts={facts.filter((fact) => fact !== null)} />
        <LeftOut environment={environment} plan={plan} />
      </div>
    </Panel>
  )
}

function Signed({ by, at }: { by: string | null; at: string }) {
  return (
    <>
      <Time at={at} show="instant" /> {by}
    </>
  )
}

/** Groups that matched and are not in it, each with its reason. */
function LeftOut({ environment, plan: { leftOut } }: { environment: string; plan: PlanView }) {
  const t = useTranslations("plans.leftOut")
  const lines: ReactNode[] = [
    ...leftOut.elsewhere.map(({ planId, groups }) => (
      <li key={planId}>
        {t.rich("elsewhere", {
          count: groups,
          plan: (words) => (
            <Link href={`/${environment}/duplicates/plans/${planId}`} className="text-accent-text underline">
              {words}
            </Link>
          ),
        })}
      </li>
    )),
    ...(["sharedLogin", "dissolved", "takenOut"] as const)
      .filter((name) => leftOut[name] > 0)
      .map((name) => <li key={name}>{t(name, { count: leftOut[name] })}</li>),
  ]
  if (lines.length === 0) return null
  return (
    <div>
      <p className="font-medium">{t("title")}</p>
      <ul className="list-disc pl-5">{lines}</ul>
    </div>
  )
}
