"use client"

import { Trash2 } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useTransition } from "react"
import type { Selection } from "@/components/data-table/selection"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import { Button } from "@/components/ui/button"
import { createDraftAction } from "@/lib/deletions/requests/actions"
import { type OrphanListParams, orphanListParams } from "@/lib/orphans/schema"

type DeleteOrphansProps = {
  environment: string
  selection: Exclude<Selection, { kind: "none" }>
  params: OrphanListParams
  /** When the list was read, ISO 8601. */
  readAt: string
}

/** Freezes the choice and leads to what would be lost; nothing is deleted before that page is confirmed. */
export function DeleteOrphans({ environment, selection, params, readAt }: DeleteOrphansProps) {
  const t = useTranslations("orphans.act")
  const router = useRouter()
  const call = useCall()
  const [pending, start] = useTransition()
  const choose = () =>
    start(async () => {
      const query = orphanListParams.query({ ...params, after: null, before: null })
      const choice =
        selection.kind === "rows"
          ? { kind: "links" as const, ids: [...selection.ids] }
          : {
              ...{ kind: "orphans" as const, params: query, expectedCount: selection.count },
              snapshotAt: readAt,
            }
      const draft = await call(() => createDraftAction(environment, { selection: choice }))
      if (!draft.ok) return tellFailure(draft)
      router.push(`/${environment}/deletions/${draft.data.id}`)
    })
  return (
    <Button icon={<Trash2 />} variant="danger" pending={pending} onClick={choose}>
      {t("delete")}
    </Button>
  )
}
