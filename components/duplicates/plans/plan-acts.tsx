"use client"

import { Ban, ClipboardCheck, Database, Download, ListChecks, PencilLine, RefreshCw } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { ActButton } from "@/components/shell/act-button"
import { AskingButton } from "@/components/shell/asking-button"
import { FileLink } from "@/components/ui/button"
import type { ActionResult } from "@/lib/action"
import { cancelPlanAction } from "@/lib/deletions/plans/actions"
import {
  applyPlanAction,
  checkPlanAction,
  finishPlanAction,
  readyPlanAction,
  reopenPlanAction,
} from "@/lib/duplicates/plans/actions"
import { canMove, isExported, isOver } from "@/lib/duplicates/plans/rules"
import type { PlanView } from "@/lib/duplicates/plans/schema"
import { DeleteOldLinks } from "./delete-old-links"

type PlanActsProps = {
  environment: string
  plan: PlanView
  may: { resolve: boolean; export: boolean; remove: boolean }
}

/** The steps that this plan can take now, the next one first. */
export function PlanActs({ environment, plan, may }: PlanActsProps) {
  const t = useTranslations("plans.acts")
  const input = { planId: plan.id }
  const counts = {
    items: plan.items,
    groups: plan.groups,
    used: plan.warnings.stillUsed,
    broken: plan.warnings.notValid,
  }
  return (
    <>
      {may.resolve && canMove(plan.state, "ready") && (
        <Act name="ready" icon={<ClipboardCheck />} primary run={() => readyPlanAction(environment, input)} />
      )}
      {may.remove && plan.state === "applied" && <DeleteOldLinks environment={environment} planId={plan.id} />}
      {may.export && isExported(plan.state) && (
        <FileLink icon={<Download />} href={`/api/${environment}/remap.csv?plan=${plan.id}`}>
          {t("download")}
        </FileLink>
      )}
      {may.resolve && canMove(plan.state, "apply") && (
        <AskedAct name="apply" icon={<Database />} run={() => applyPlanAction(environment, input)} counts={counts} />
      )}
      {may.resolve && canMove(plan.state, "reopen") && (
        <Act name="reopen" icon={<PencilLine />} run={() => reopenPlanAction(environment, input)} />
      )}
      {may.resolve && !isOver(plan.state) && plan.state !== "making" && (
        <Act name="check" icon={<RefreshCw />} run={() => checkPlanAction(environment, input)} />
      )}
      {may.resolve && canMove(plan.state, "finish") && (
        <AskedAct
          name="finish"
          icon={<ListChecks />}
          run={() => finishPlanAction(environment, input)}
          counts={counts}
        />
      )}
      {may.resolve && canMove(plan.state, "cancel") && (
        <AskedAct name="cancel" icon={<Ban />} run={() => cancelPlanAction(environment, input)} counts={counts} />
      )}
    </>
  )
}

type Run = () => Promise<ActionResult<unknown>>
type ActProps = { name: "ready" | "reopen" | "check"; icon: ReactNode; primary?: boolean; run: Run }

function Act({ name, ...act }: ActProps) {
  const t = useTranslations("plans.acts")
  return (
    <ActButton {...act} done={t(`done.${name}`)}>
      {t(name)}
    </ActButton>
  )
}

type Counts = { items: number; groups: number; used: number; broken: number }
type AskedActProps = { name: "apply" | "finish" | "cancel"; icon: ReactNode; run: Run; counts: Counts }

/** Names the consequences first. */
function AskedAct({ name, icon, run, counts }: AskedActProps) {
  const t = useTranslations("plans.acts")
  return (
    <AskingButton
      icon={icon}
      label={t(name)}
      title={t(`title.${name}`)}
      confirm={t(`confirm.${name}`)}
      run={run}
      done={() => t(`done.${name}`)}
    >
      <p>{t(`what.${name}`, counts)}</p>
      {name === "apply" && counts.used > 0 && <p className="text-token-text">{t("applyUsed", counts)}</p>}
      {name === "apply" && counts.broken > 0 && <p className="text-token-text">{t("applyBroken", counts)}</p>}
    </AskingButton>
  )
}
