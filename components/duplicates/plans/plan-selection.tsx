"use client"

import type { Selection } from "@/components/data-table/selection"
import { type DuplicateListParams, duplicateListParams } from "@/lib/duplicates/schema"
import { MakePlan } from "./make-plan"

type PlanSelectionProps = {
  environment: string
  selection: Selection
  params: DuplicateListParams
  /** When the list was read; ISO 8601. */
  readAt: string
}

/** For the bar over a selection of groups: these, or all that match, frozen as the list showed them. */
export function PlanSelection({ environment, selection, params, readAt }: PlanSelectionProps) {
  if (selection.kind === "none") return null
  if (selection.kind === "rows") {
    return <MakePlan environment={environment} selection={{ kind: "groups", ids: [...selection.ids] }} />
  }
  const query = duplicateListParams.query({ ...params, after: null, before: null }).replace(/^\?/, "")
  const { count, exact } = selection
  return (
    <MakePlan
      environment={environment}
      selection={{ kind: "list", params: query, expectedCount: count, exact, snapshotAt: readAt }}
    />
  )
}
