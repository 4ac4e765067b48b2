import { type DeletionState, deletionStates } from "@/lib/deletions/schema"
import { type CursorValue, choiceParam, cursorParam, listParams } from "@/lib/page"

export type ItemListParams = {
  state: DeletionState | ""
  after: readonly CursorValue[] | null
  before: readonly CursorValue[] | null
}

/** The address of a request's page. */
export const itemListParams = listParams<ItemListParams>({
  state: choiceParam(["", ...deletionStates], ""),
  after: cursorParam(),
  before: cursorParam(),
})
