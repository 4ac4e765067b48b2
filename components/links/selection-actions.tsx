"use client"

import { Copy, Trash2 } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useTransition } from "react"
import type { Selection } from "@/components/data-table/selection"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast-store"
import { createDraftAction } from "@/lib/deletions/requests/actions"
import { listLinkIdsAction } from "@/lib/links/list/actions"
import type { LinkPage } from "@/lib/links/list/queries"
import { type LinkListParams, mostIds } from "@/lib/links/schema"
import type { LinkChoice } from "@/lib/links/selection/schema"
import { BatchActions } from "./batch-actions"
import { ExportButton, toFilterQuery } from "./export-button"
import { withoutFilters } from "./filters"

export type SelectionMay = { export: boolean; remove: boolean; refresh: boolean; accessMode: boolean }

type SelectionActionsProps = {
  environment: string
  selection: Selection
  page: LinkPage
  params: LinkListParams
  may: SelectionMay
  /** When the list was read. */
  readAt: string
}

/** What may be done with the rows selected, or with all that match. */
export function SelectionActions({ environment, selection, page, params, may, readAt }: SelectionActionsProps) {
  if (selection.kind === "none") return null
  const ids = selection.kind === "rows" ? selection.ids : null
  const selected = ids ? { ...params, ...withoutFilters, presence: "all" as const, id: ids } : params
  const chosen: LinkChoice = ids
    ? { kind: "links", ids: [...ids] }
    : { kind: "list", params: toFilterQuery(params), expectedCount: page.total.count, snapshotAt: readAt }
  const copyable = ids !== null || (page.total.exact && page.total.count <= mostIds)
  return (
    <>
      <CopyIds environment={environment} params={selected} ids={ids} disabled={!copyable} />
      {may.export && <ExportButton environment={environment} params={selected} />}
      {(may.refresh || may.accessMode) && <BatchActions environment={environment} selection={chosen} may={may} />}
      {may.remove && <DeleteButton environment={environment} selection={chosen} />}
    </>
  )
}

type CopyIdsProps = { environment: string; params: LinkListParams; ids: readonly string[] | null; disabled: boolean }

function CopyIds({ environment, params, ids, disabled }: CopyIdsProps) {
  const t = useTranslations("links.selection")
  const [pending, start] = useTransition()
  const call = useCall()
  const copy = () =>
    start(async () => {
      const found = ids
        ? { ok: true as const, data: ids }
        : await call(() => listLinkIdsAction(environment, { query: toFilterQuery(params) }))
      if (!found.ok) return tellFailure(found)
      await navigator.clipboard.writeText(found.data.join("\n"))
      toast({ title: t("copied", { count: found.data.length }), tone: "good" })
    })
  return (
    <Button
      icon={<Copy />}
      pending={pending}
      disabled={disabled}
      onClick={copy}
      {...(disabled ? { "data-tip": t("tooManyToCopy", { most: mostIds }) } : {})}
    >
      {t("copyIds")}
    </Button>
  )
}

type DeleteButtonProps = { environment: string; selection: LinkChoice }

/** Freezes the choice and leads to what would be lost; nothing is deleted before that page is confirmed. */
function DeleteButton({ environment, selection }: DeleteButtonProps) {
  const t = useTranslations("links.selection")
  const router = useRouter()
  const [pending, start] = useTransition()
  const call = useCall()
  const choose = () =>
    start(async () => {
      const draft = await call(() => createDraftAction(environment, { selection }))
      if (!draft.ok) return tellFailure(draft)
      router.push(`/${environment}/deletions/${draft.data.id}`)
    })
  return (
    <Button icon={<Trash2 />} variant="danger" pending={pending} onClick={choose}>
      {t("delete")}
    </Button>
  )
}
