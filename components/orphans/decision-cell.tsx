"use client"

import { Undo2 } from "lucide-react"
import { useTranslations } from "next-intl"
import { useOrphanAct } from "@/components/orphans/use-orphan-act"
import { Button } from "@/components/ui/button"
import { Time } from "@/components/ui/time"
import { undoDecisionsAction } from "@/lib/orphans/actions"
import type { OrphanRow } from "@/lib/orphans/list/queries"

type DecisionCellProps = { environment: string; row: OrphanRow; mayUndo: boolean }

/** What was decided, by whom, and the way back. */
export function DecisionCell({ environment, row, mayUndo }: DecisionCellProps) {
  const t = useTranslations("orphans.decision")
  const undo = useOrphanAct()
  const { decision, state, linkId } = row
  if (!decision) return <span className="text-faint">{t("open")}</span>
  const isOver = new Date(decision.until ?? 0)
  return (
    <span className="inline-flex items-center gap-2 text-sm">
      <span title={[decision.memberName, decision.note].filter(Boolean).join(": ")}>
        {state === "adopted" && t("adopted", { user: decision.externalId ?? "—" })}
        {state === "asked" && t("asked")}
        {state === "ignored" && t("ignored")} {state === "ignored" && <Time at={isOver} />}
        {decision.exported && <span className="text-muted"> {t("exported")}</span>}
      </span>
      {mayUndo && !decision.exported && (
        <Button
          size="sm"
          variant="ghost"
          icon={<Undo2 />}
          pending={undo.pending}
          onClick={() =>
            undo.act(
              () => undoDecisionsAction(environment, { ids: [linkId] }),
              () => ({ title: t("undone") }),
            )
          }
        >
          {t("undo")}
        </Button>
      )}
    </span>
  )
}
