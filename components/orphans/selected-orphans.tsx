"use client"

import { Ban, Link2, MessageCircleQuestion, Undo2, UserCheck } from "lucide-react"
import { useTranslations } from "next-intl"
import { type ReactNode, useState } from "react"
import type { Selection } from "@/components/data-table/selection"
import { Button, ButtonLink } from "@/components/ui/button"
import { adoptNamedAction, markAskedAction, undoDecisionsAction } from "@/lib/orphans/actions"
import type { OrphanRow } from "@/lib/orphans/list/queries"
import { bulkKindsFor } from "@/lib/orphans/rules"
import type { OrphanListParams } from "@/lib/orphans/schema"
import { AdoptDialog } from "./adopt-dialog"
import { DecideMatching } from "./bulk/decide-matching"
import { DeleteOrphans } from "./delete-orphans"
import { IgnoreDialog } from "./ignore-dialog"
import { LeftOut } from "./left-out"
import { useOrphanAct } from "./use-orphan-act"

type SelectedOrphansProps = {
  environment: string
  selection: Selection
  clear: () => void
  rows: readonly OrphanRow[]
  params: OrphanListParams
  readAt: string
  may: { resolve: boolean; delete: boolean }
}

/** What may be decided about the rows selected, or about all that match. */
export function SelectedOrphans({ environment, selection, clear, rows, params, readAt, may }: SelectedOrphansProps) {
  if (selection.kind === "none") return null
  const remove = may.delete && <DeleteOrphans {...{ environment, selection, params, readAt }} />
  if (!may.resolve) return remove || null
  if (selection.kind === "rows")
    return (
      <DecideNamed {...{ environment, clear, rows, remove, ids: selection.ids, decided: params.state !== "open" }} />
    )
  return (
    <>
      {bulkKindsFor(params).map((kind) => (
        <DecideMatching key={kind} {...{ environment, kind, params }} onDone={clear} />
      ))}
      {remove}
    </>
  )
}

type DecideNamedProps = Pick<SelectedOrphansProps, "environment" | "clear" | "rows"> & {
  ids: readonly string[]
  /** Something was decided about them before. */
  decided: boolean
  remove: ReactNode
}

/** Of one orphan more may be decided than of several. */
function DecideNamed({ environment, clear, rows, ids, decided, remove }: DecideNamedProps) {
  const t = useTranslations("orphans.act")
  const [dialog, setDialog] = useState<"adopt" | "ignore" | null>(null)
  const { adopt, ask, undo, pending, left, forget } = useDecisions({ environment, ids, clear })
  const [only, ...others] = rows.filter(({ linkId }) => ids.includes(linkId))
  const single = only && others.length === 0 ? only : null
  return (
    <>
      {decided && (
        <Button icon={<Undo2 />} pending={pending} onClick={undo}>
          {t("reopen")}
        </Button>
      )}
      {single && (
        <ButtonLink icon={<Link2 />} href={`/${environment}/links/${single.linkId}`}>
          {t("session")}
        </ButtonLink>
      )}
      <Button icon={<MessageCircleQuestion />} pending={pending} onClick={ask}>
        {t("ask")}
      </Button>
      <Button icon={<Ban />} onClick={() => setDialog("ignore")}>
        {t("ignore")}
      </Button>
      <Button icon={<UserCheck />} pending={pending} onClick={single ? () => setDialog("adopt") : adopt}>
        {single ? t("adoptOne") : t("adopt", { count: ids.length })}
      </Button>
      {remove}
      <IgnoreDialog
        {...{ environment, ids, undo }}
        open={dialog === "ignore"}
        onClose={() => setDialog(null)}
        onDone={clear}
      />
      {single && (
        <AdoptDialog
          {...{ environment, undo }}
          row={single}
          open={dialog === "adopt"}
          onClose={() => setDialog(null)}
          onDone={clear}
        />
      )}
      <LeftOut environment={environment} decided={left} onClose={forget} />
    </>
  )
}

type DecisionsOptions = { environment: string; ids: readonly string[]; clear: () => void }

/** Each may be taken back from the toast that tells it. */
function useDecisions({ environment, ids, clear }: DecisionsOptions) {
  const t = useTranslations("orphans.act")
  const { act, ...rest } = useOrphanAct()
  const input = { ids: [...ids] }
  const undo = () =>
    act(
      () => undoDecisionsAction(environment, input),
      ({ count }) => ({ title: t("undone", { count }) }),
      clear,
    )
  const withUndo = { action: { label: t("undo"), onSelect: undo } }
  const adopt = () =>
    act(
      () => adoptNamedAction(environment, input),
      ({ count }) => ({ title: t("adopted", { count }), ...withUndo }),
      clear,
    )
  const ask = () =>
    act(
      () => markAskedAction(environment, input),
      ({ count }) => ({ title: t("asked", { count }), ...withUndo }),
      clear,
    )
  return { adopt, ask, undo, ...rest }
}
