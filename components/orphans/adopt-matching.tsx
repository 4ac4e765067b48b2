"use client"

import { UserCheck } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { toast } from "@/components/ui/toast-store"
import { adoptMatchingAction, countAdoptableAction } from "@/lib/orphans/actions"
import { type OrphanListParams, orphanListParams } from "@/lib/orphans/schema"

type Counted = { count: number; snapshotAt: string }

/** All exact matches that work, of what the filters match: counted first, adopted as they were counted. */
export function AdoptMatching({ environment, params }: { environment: string; params: OrphanListParams }) {
  const t = useTranslations("orphans.matching")
  const router = useRouter()
  const [counted, setCounted] = useState<Counted | null>(null)
  const query = orphanListParams.query({ ...params, after: null, before: null }).replace("?", "")
  const count = useSubmit(() => countAdoptableAction(environment, { params: query }), setCounted)
  const adopt = useSubmit(
    ({ count: expectedCount, snapshotAt }: Counted) =>
      adoptMatchingAction(environment, { params: query, expectedCount, snapshotAt }),
    (decided) => {
      setCounted(null)
      const next = { label: t("next"), href: `/${environment}/orphans/adoptions` }
      toast({ tone: "good", title: t("done", { count: decided.count }), action: next })
      router.refresh()
    },
  )
  const close = () => {
    setCounted(null)
    adopt.forget()
  }
  return (
    <>
      <Button icon={<UserCheck />} pending={count.pending} onClick={() => count.submit(undefined)}>
        {t("button")}
      </Button>
      <DangerDialog
        open={counted !== null}
        onClose={close}
        title={t("title", { count: counted?.count ?? 0 })}
        confirm={t("confirm", { count: counted?.count ?? 0 })}
        ready={(counted?.count ?? 0) > 0}
        onConfirm={() => counted && adopt.submit(counted)}
        pending={adopt.pending}
        error={adopt.failure?.message}
      >
        <p>{t("what")}</p>
        <p className="text-muted">{t("others")}</p>
      </DangerDialog>
    </>
  )
}
