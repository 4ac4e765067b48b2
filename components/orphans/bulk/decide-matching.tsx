"use client"

import { Ban, MessageCircleQuestion, Undo2, UserCheck } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState, useTransition } from "react"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { toast } from "@/components/ui/toast-store"
import { countBulkAction, startBulkAction } from "@/lib/orphans/bulk/actions"
import { bulkKindsFor } from "@/lib/orphans/rules"
import { type BulkKind, type OrphanListParams, orphanListParams } from "@/lib/orphans/schema"
import { IgnoreFields, isIgnoringComplete } from "../ignore-fields"

const icons = { adopt: <UserCheck />, ask: <MessageCircleQuestion />, ignore: <Ban />, undo: <Undo2 /> }
const nothing = { note: "", until: "" }

type DecideMatchingProps = { environment: string; kind: BulkKind; params: OrphanListParams; onDone?: () => void }
type Counted = { count: number; snapshotAt: string }

/** One decision about all that match the filters: counted first, made as they were counted; of many it goes on by itself. Nothing where the filters show none. */
export function DecideMatching({ environment, kind, params, onDone }: DecideMatchingProps) {
  const t = useTranslations("orphans.bulk")
  const router = useRouter()
  const [counted, setCounted] = useState<Counted | null>(null)
  const [ignoring, setIgnoring] = useState(nothing)
  const query = orphanListParams.query({ ...params, after: null, before: null }).replace("?", "")
  const [counting, startCounting] = useTransition()
  const call = useCall()
  const count = () =>
    startCounting(async () => {
      const answer = await call(() => countBulkAction(environment, { kind, params: query }))
      if (answer.ok) setCounted(answer.data)
      else tellFailure(answer)
    })
  const deed = kind === "ignore" ? { kind, ...ignoring } : { kind }
  const deciding = useSubmit(
    ({ count: expectedCount, snapshotAt }: Counted) =>
      startBulkAction(environment, { deed, params: query, expectedCount, snapshotAt }),
    ({ bulkId, state, decided }) => {
      setCounted(null)
      setIgnoring(nothing)
      onDone?.()
      const href = `/${environment}/orphans/decisions/${bulkId}`
      if (state === "running") return router.push(href)
      const files = { label: t("next"), href: `/${environment}/orphans/adoptions` }
      const action = kind === "adopt" ? files : { label: t("open"), href }
      toast({ tone: "good", title: t(`done.${kind}`, { count: decided }), action })
      router.refresh()
    },
  )
  const close = () => {
    setCounted(null)
    deciding.forget()
  }
  if (!bulkKindsFor(params).includes(kind)) return null
  const matching = counted?.count ?? 0
  return (
    <>
      <Button icon={icons[kind]} pending={counting} onClick={count}>
        {t(`button.${kind}`)}
      </Button>
      <DangerDialog
        open={counted !== null}
        onClose={close}
        title={t(`title.${kind}`, { count: matching })}
        confirm={t(`title.${kind}`, { count: matching })}
        ready={matching > 0 && (kind !== "ignore" || isIgnoringComplete(ignoring))}
        onConfirm={() => counted && deciding.submit(counted)}
        pending={deciding.pending}
        error={deciding.failure?.message}
      >
        <p>{t(`what.${kind}`)}</p>
        {kind === "adopt" && <p className="text-muted">{t("others")}</p>}
        {kind === "ignore" && (
          <IgnoreFields value={ignoring} onChange={setIgnoring} errors={deciding.failure?.fields} />
        )}
      </DangerDialog>
    </>
  )
}
