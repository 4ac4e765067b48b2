"use client"

import { useFormatter, useTranslations } from "next-intl"
import { useState } from "react"
import { useSweepAct } from "@/components/sync/use-sweep-act"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { Time } from "@/components/ui/time"
import { confirmRemovalsAction, declineRemovalsAction } from "@/lib/sync/actions"
import type { SweepRun } from "@/lib/sync/queries"

type DecisionProps = { environment: string; run: SweepRun; mayDecide: boolean }

/** So many links would go at once that a person has to look first. */
export function Decision({ environment, run, mayDecide }: DecisionProps) {
  const t = useTranslations("sync.decision")
  const format = useFormatter()
  const [open, setOpen] = useState(false)
  const { pending, act } = useSweepAct(environment)
  const count = run.missing ?? 0
  const isLeast = run.missingAtLeast
  const title = isLeast ? t("titleAtLeast", { count }) : t("title", { count })
  const confirmText = isLeast ? t("confirmAll") : t("confirm", { count })
  const input = { runId: run.id }
  const confirm = () => {
    act(() => confirmRemovalsAction(environment, input), t("confirmed"))
    setOpen(false)
  }
  const decline = () => act(() => declineRemovalsAction(environment, input), t("declined"))
  const actions = (
    <>
      <Button onClick={decline} pending={pending}>
        {t("decline")}
      </Button>
      <Button variant="danger" onClick={() => setOpen(true)}>
        {confirmText}
      </Button>
    </>
  )
  return (
    <>
      <Banner grade="warning" title={title} {...(mayDecide && { actions })}>
        {t.rich("why", { age: () => <Time at={run.finishedAt} /> })}
      </Banner>
      <DangerDialog
        open={open}
        onClose={() => setOpen(false)}
        title={confirmText}
        confirm={confirmText}
        onConfirm={confirm}
        pending={pending}
        typed={format.number(count)}
      >
        <p>{isLeast ? t("consequenceAtLeast", { count }) : t("consequence", { count })}</p>
      </DangerDialog>
    </>
  )
}
